import { setTimeout as delay } from 'node:timers/promises'
import type { ExecutionResult } from 'graphql'
import { errorCodeOf } from '@graphmemory/errors/error-code-of.ts'
import { OneProcessAwayError } from '@graphmemory/service/http-source.ts'
import type { SubgraphRequest, SubgraphSource } from '@graphmemory/service/subgraph-source.ts'
import { withSpan } from '@graphmemory/telemetry/with-span.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import { createBulkhead } from './bulkhead.ts'
import { createCircuit } from './circuit.ts'

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
  const { deadlineMs, maxConcurrent, attempts, maxFailures, restMs } = options
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
  const onChange = (open: boolean) => isOpen.set({ subgraph }, open ? 1 : 0)
  const circuit = createCircuit({ maxFailures, restMs, onChange })
  const inTurn = createBulkhead(maxConcurrent)

  const attempt = async (request: SubgraphRequest): Promise<ExecutionResult> => {
    let hasFailed = true
    try {
      const result = await source.process(request)
      hasFailed = isWhollyAway(result)
      return result
    } finally {
      circuit.settled(hasFailed)
    }
  }
  /** Each pause is up to twice as long as the one before. */
  const repeatedly = async (request: SubgraphRequest): Promise<ExecutionResult> => {
    const most = isMutation(request) ? 1 : attempts
    for (let nth = 1; ; nth++) {
      if (!circuit.lets()) throw new Error(`the circuit to ${subgraph} is open`)
      const isLast = nth >= most
      try {
        const result = await attempt(request)
        if (isLast || !isWhollyAway(result)) return result
      } catch (error) {
        if (isLast) throw error
      }
      await delay(Math.min(longestPauseMs, firstPauseMs * 2 ** nth) * Math.random())
    }
  }

  return {
    name: subgraph,
    process: (request) =>
      withSpan('gateway.fetch', { subgraph }, async () => {
        const from = performance.now()
        let outcome = 'away'
        try {
          const result = await within(
            deadlineMs,
            inTurn(() => repeatedly(request)),
          )
          if (!isAway(result)) outcome = result.errors === undefined ? 'ok' : 'error'
          return result
        } finally {
          duration.observe({ subgraph, outcome }, (performance.now() - from) / 1_000)
        }
      }),
    subscribe: (request) => source.subscribe(request),
  }
}

const firstPauseMs = 25
const longestPauseMs = 500

/**
 * Rejects where a call is not answered in time. The call itself is left to the limits of its transport: an `AbortSignal`
 * for each would cost more than all else here.
 */
function within<T>(ms: number, call: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms)
    const settle =
      <Value>(how: (value: Value) => void) =>
      (value: Value) => {
        clearTimeout(late)
        how(value)
      }
    call.then(settle<T>(resolve), settle(reject))
  })
}

/** Whether a subgraph gave no answer, as opposed to one that tells of something else that is away. */
const isAway = ({ data, errors }: ExecutionResult): boolean =>
  data == null && errors !== undefined && errors.some((error) => errorCodeOf(error) === 'UNAVAILABLE')

/** Whether the subgraph is away with all its processes. */
const isWhollyAway = (result: ExecutionResult): boolean =>
  isAway(result) && result.errors?.some(({ cause }) => cause instanceof OneProcessAwayError) !== true

const isMutation = ({ query }: SubgraphRequest): boolean => query.startsWith('mutation')
