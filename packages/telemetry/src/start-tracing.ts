/**
 * Starts OpenTelemetry for this process and returns what stops it. Exporters, sampling and endpoint follow the standard
 * `OTEL_*` environment; the SDK is loaded only when it is asked for, since loading it costs half a second.
 */
export async function startTracing(serviceName: string): Promise<AsyncDisposable> {
  const { NodeSDK } = await import('@opentelemetry/sdk-node')
  const sdk = new NodeSDK({ serviceName, instrumentations: [] })
  sdk.start()
  return { [Symbol.asyncDispose]: () => sdk.shutdown() }
}
