import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

export type Span = {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly links?: readonly { readonly traceId: string }[]
}

type Export = { readonly resourceSpans?: readonly { readonly scopeSpans: readonly { readonly spans: Span[] }[] }[] }

/** An OpenTelemetry collector that keeps the spans it is sent; `env` has a process send them to it soon. */
export async function startCollector() {
  const spans: Span[] = []
  const server = createServer(async (request, response) => {
    const { resourceSpans = [] } = (await json(request)) as Export
    if (request.url === '/v1/traces') {
      spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)))
    }
    response.setHeader('content-type', 'application/json').end('{}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_BSP_SCHEDULE_DELAY: '100',
  }
  return {
    env,
    all: (): readonly Span[] => spans,
    /** The spans of a trace, and those elsewhere that are linked to it. */
    of: (traceId: string) => spans.filter((span) => span.traceId === traceId),
    linkedTo: (traceId: string) => spans.filter(({ links = [] }) => links.some((link) => link.traceId === traceId)),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
