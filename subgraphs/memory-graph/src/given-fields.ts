/** The fields that a partial input gives: those that are not absent. */
export function givenFields<Input extends object>(
  input: Input,
): { [Key in keyof Input]: Exclude<Input[Key], undefined> } {
  const given = Object.entries(input).filter(([, value]) => value !== undefined)
  // Only what was undefined has gone.
  return Object.fromEntries(given) as { [Key in keyof Input]: Exclude<Input[Key], undefined> }
}
