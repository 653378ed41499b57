import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Link,
} from '@opentelemetry/api'

const tracer = trace.getTracer('graphmemory')

/**
 * Runs a piece of work as a span below the active one, or as the first of a trace. `causes` are the
 * `traceparent`s of what it follows from in other traces. Costs next to nothing where nothing is traced.
 */
export function withSpan<T>(
  name: string,
  attributes: Attributes,
  work: () => Promise<T>,
  causes: readonly string[] = [],
): Promise<T> {
  if (isUnsampledHere()) return work()
  const links = causes.flatMap(linkTo)
  return tracer.startActiveSpan(name, { attributes, links }, async (span) => {
    try {
      return await work()
    } catch (error) {
      span.recordException(error instanceof Error ? error : String(error))
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    } finally {
      span.end()
    }
  })
}

/** Whether this process has decided not to record the trace: samplers decide alike below a span of ours, and need not be asked. */
function isUnsampledHere(): boolean {
  const active = trace.getActiveSpan()
  if (active === undefined || active.isRecording()) return false
  const { traceFlags, isRemote } = active.spanContext()
  return isRemote !== true && (traceFlags & TraceFlags.SAMPLED) === 0
}

/** The same below an active span only: work in the background begins no trace. */
export const withChildSpan = <T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> =>
  trace.getActiveSpan() === undefined ? work() : withSpan(name, attributes, work)

function linkTo(traceparent: string): Link[] {
  const spanContext = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, { traceparent }))
  return spanContext === undefined ? [] : [{ context: spanContext }]
}

/** A span below the active one for work that has ended now, `tookMs` after it began. Nothing where nothing is traced. */
export function endedSpan(name: string, attributes: Attributes, tookMs: number): void {
  if (trace.getActiveSpan() === undefined) return
  const now = Date.now()
  tracer.startSpan(name, { attributes, startTime: now - tookMs }).end(now)
}

/** Runs work in the trace that a `traceparent` header names: spans in it belong to the caller's. */
export const withinTrace = <T>(traceparent: string | undefined, work: () => T): T =>
  traceparent === undefined ? work() : context.with(propagation.extract(ROOT_CONTEXT, { traceparent }), work)

/** The header that has whoever is called next go on with this trace; empty where nothing is traced. */
export function traceHeaders(): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  propagation.inject(context.active(), headers)
  return headers
}

/** The active trace, for what is kept to be gone on with later; `undefined` where there is none that is recorded. */
export function currentTrace(): string | undefined {
  const traceparent = traceHeaders()['traceparent']
  return traceparent?.endsWith('1') === true ? traceparent : undefined
}
