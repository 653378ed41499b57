/**
 * Starts OpenTelemetry for this process and returns what stops it. Exporters, sampling and endpoint follow the standard
 * `OTEL_*` environment; the SDK is loaded only when it is asked for, since loading it costs half a second.
 */
export async function startTracing(serviceName: string): Promise<AsyncDisposable> {
  const [{ NodeSDK }, { PgInstrumentation }, { IORedisInstrumentation }] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/instrumentation-pg'),
    import('@opentelemetry/instrumentation-ioredis'),
  ])
  const sdk = new NodeSDK({ serviceName, instrumentations: [new PgInstrumentation(), new IORedisInstrumentation()] })
  sdk.start()
  return { [Symbol.asyncDispose]: () => sdk.shutdown() }
}
