/** The traces that an event follows from, kept beside it until the event is delivered. */
const causes = new WeakMap<object, readonly string[]>()

/** Notes the `traceparent` of each write that an event of a subscription tells of. */
export function noteCauses(event: object, traceparents: readonly string[]): void {
  if (traceparents.length > 0) causes.set(event, traceparents)
}

export const causesOf = (event: unknown): readonly string[] =>
  (typeof event === 'object' && event !== null && causes.get(event)) || []
