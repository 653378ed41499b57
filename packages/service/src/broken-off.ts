import type { ExecutionResult } from 'graphql'

/** The cause of an `UNAVAILABLE` result that stands where the connection to a subgraph was lost or could not be made. */
export class BrokenOffError extends Error {}

/** Whether a result says that the connection was lost: the subscription may be opened again. */
export const brokenOff = ({ errors }: ExecutionResult): boolean =>
  errors?.some(({ cause }) => cause instanceof BrokenOffError) === true
