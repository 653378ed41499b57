import type { ExecutionResult } from 'graphql'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { withSpan } from '@graphmemory/telemetry/with-span.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import type { Settle } from './settle-result.ts'

/**
 * Makes what surrounds the execution of every query and mutation of a subgraph, whatever transport it came by: its span,
 * its time, and the last step of its answer, `settle`. `execute` gives the result; its errors are GraphQL's.
 */
export function createPerformer(
  settle: Settle,
  metrics: Metrics,
  subgraph: string,
): (identity: Identity, execute: () => Promise<ExecutionResult>) => Promise<ExecutionResult> {
  const duration = metrics.histogram({
    name: 'graphmemory_subgraph_operation_seconds',
    help: 'Time to execute an operation in a subgraph',
    labels: ['subgraph', 'outcome'],
  })
  return (identity, execute) =>
    withSpan('subgraph.execute', { subgraph }, async () => {
      const end = duration.startTimer({ subgraph })
      const settled = await settle(await execute(), identity)
      end({ outcome: settled.errors === undefined ? 'ok' : 'error' })
      return settled
    })
}
