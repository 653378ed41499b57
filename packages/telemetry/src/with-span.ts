import { context, propagation, ROOT_CONTEXT, SpanStatusCode, trace, type Attributes } from '@opentelemetry/api'

const tracer = trace.getTracer('graphmemory')

/** Runs a piece of work as a span below the active one. Costs next to nothing where nothing is traced. */
export function withSpan<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
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
