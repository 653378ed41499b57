/** A problem of the machine or the call, told to the user in one sentence and without a stack. */
export class SetUpError extends Error {
  /** @override */
  name = 'SetUpError'
}
