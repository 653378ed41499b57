/**
 * A JSON value as text, its members in the order that PostgreSQL's jsonb gives them: the shorter names first, then by their
 * bytes. So a value has one text, whether it was read from there or is on its way to it.
 */
export function storedJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member
    const names = Object.keys(member)
    return names.length < 2 ? member : Object.fromEntries(Object.entries(member).toSorted(byName))
  })
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  const [first, second] = [Buffer.from(a), Buffer.from(b)]
  return first.length - second.length || Buffer.compare(first, second)
}
