import {
  bulkhead,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhenResult,
  retry,
  wrap,
} from 'cockatiel'
import type { ExecutionResult } from 'graphql'
import { errorCodeOf } from '@graphmemory/errors/error-code-of.ts'
import { OneProcessAwayError } from '@graphmemory/service/http-source.ts'
import type { SubgraphRequest, SubgraphSource } from '@graphmemory/service/subgraph-source.ts'
import { withSpan } from '@graphmemory/telemetry/with-span.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'

export type ResilienceOptions = {
  /** From the first attempt to the last answer. */
  readonly deadlineMs: number
  /** Calls that may run at once, and as many again that may wait. */
  readonly maxConcurrent: number
  readonly attempts: number
  /** Failures in a row after which calls are refused at once, for `restMs`. */
  readonly maxFailures: number
  readonly restMs: number
}

export const defaultResilience: ResilienceOptions = {
  deadlineMs: 10_000,
  maxConcurrent: 500,
  attempts: 3,
  maxFailures: 10,
  restMs: 1_000,
}

/**
 * A subgraph that can be away without taking the gateway with it. Each call has a deadline; queries are tried again where
 * the subgraph could not be reached, mutations never, since they may have happened; a subgraph that keeps failing is left
 * alone for a while; one that is slow holds a bounded number of calls.
 */
export function resilientSource(
  source: SubgraphSource,
  metrics: Metrics,
  options: ResilienceOptions = defaultResilience,
): SubgraphSource {
  const failures = handleWhenResult((result) => isWhollyAway(result as ExecutionResult)).orType(Error)
  const breaker = circuitBreaker(failures, {
    breaker: new ConsecutiveBreaker(options.maxFailures),
    halfOpenAfter: options.restMs,
  })
  const room = bulkhead(options.maxConcurrent, options.maxConcurrent)
  const again = retry(failures, {
    maxAttempts: options.attempts - 1,
    backoff: new ExponentialBackoff({ initialDelay: 25, maxDelay: 500 }),
  })
  const forQueries = wrap(room, again, breaker)
  const forMutations = wrap(room, breaker)

  const subgraph = source.name
  const duration = metrics.histogram({
    name: 'graphmemory_gateway_fetch_seconds',
    help: 'Time of a call from the gateway to a subgraph, with its repetitions',
    labels: ['subgraph', 'outcome'],
  })
  const isOpen = metrics.gauge({
    name: 'graphmemory_gateway_circuit_open',
    help: 'Whether calls to a subgraph are refused since it keeps failing',
    labels: ['subgraph'],
  })
  isOpen.set({ subgraph }, 0)
  breaker.onStateChange((state) => isOpen.set({ subgraph }, state === CircuitState.Closed ? 0 : 1))

  return {
    name: source.name,
    process: (request) =>
      withSpan('gateway.fetch', { subgraph }, async () => {
        const end = duration.startTimer({ subgraph })
        try {
          const policy = isMutation(request) ? forMutations : forQueries
          const result = await within(
            options.deadlineMs,
            policy.execute(() => source.process(request)),
          )
          end({ outcome: isAway(result) ? 'away' : result.errors === undefined ? 'ok' : 'error' })
          return result
        } catch (error) {
          end({ outcome: 'away' })
          throw error
        }
      }),
    subscribe: (request) => source.subscribe(request),
  }
}

/**
 * Rejects where a call is not answered in time. The call itself is left to the limits of its transport: an `AbortSignal`
 * for each would cost more than all else here.
 */
async function within<T>(ms: number, call: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${ms} ms`)), ms)
  try {
    return await Promise.race([call, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** Whether a subgraph gave no answer, as opposed to one that tells of something else that is away. */
const isAway = ({ data, errors }: ExecutionResult): boolean =>
  data == null && errors !== undefined && errors.some((error) => errorCodeOf(error) === 'UNAVAILABLE')

/** Whether the subgraph is away with all its processes. */
const isWhollyAway = (result: ExecutionResult): boolean =>
  isAway(result) && result.errors?.some(({ cause }) => cause instanceof OneProcessAwayError) !== true

const isMutation = ({ query }: SubgraphRequest): boolean => query.startsWith('mutation')
