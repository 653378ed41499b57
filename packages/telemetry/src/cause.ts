/** The trace that an event follows from, kept beside it until the event is delivered. */
const causes = new WeakMap<object, string>()

/** Notes the `traceparent` of the write that an event of a subscription tells of. */
export function noteCause(event: object, traceparent: string | undefined): void {
  if (traceparent !== undefined) causes.set(event, traceparent)
}

export const causeOf = (event: unknown): string | undefined =>
  typeof event === 'object' && event !== null ? causes.get(event) : undefined
