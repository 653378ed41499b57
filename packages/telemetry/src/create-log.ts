import { trace } from '@opentelemetry/api'
import { pino, type DestinationStream, type Logger } from 'pino'

export type Log = Logger

const secretKeys = [
  'authorization',
  'cookie',
  'password',
  'token',
  'accessToken',
  'refreshToken',
  'secret',
  'apiKey',
  'code',
  'clientSecret',
]
/** Secrets are cut out wherever they stand at the top of a record or one level below. */
const redact = [
  ...secretKeys,
  ...secretKeys.map((key) => `*.${key}`),
  'req.headers.authorization',
  'req.headers.cookie',
  'req.headers["x-gm-ctx"]',
]

/** A structured log of JSON lines; each line carries the ids of the trace that it was written in. */
export function createLog(options: {
  readonly level: string
  readonly name: string
  readonly to?: DestinationStream
}): Log {
  const settings = {
    name: options.name,
    level: options.level,
    redact: { paths: redact, censor: '[secret]' },
    mixin: () => {
      const span = trace.getActiveSpan()?.spanContext()
      return span === undefined ? {} : { traceId: span.traceId, spanId: span.spanId }
    },
  }
  return options.to === undefined ? pino(settings) : pino(settings, options.to)
}
