import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'

/** Told of each look into the cache of plans. */
export type PlanCacheMeter = (outcome: 'hit' | 'miss') => void

/** Counts the looks into the cache of plans and tells its size, whatever the version of the graph. */
export function meterPlanCache(
  metrics: Metrics,
  current: () => { readonly count: number; readonly bytes: number } | undefined,
): PlanCacheMeter {
  const looks = metrics.counter({
    name: 'graphmemory_plan_cache_total',
    help: 'Looks into the cache of planned operations',
    labels: ['outcome'],
  })
  metrics.gauge({
    name: 'graphmemory_plan_cache_operations',
    help: 'Planned operations that are kept',
    collect: (gauge) => gauge.set(current()?.count ?? 0),
  })
  metrics.gauge({
    name: 'graphmemory_plan_cache_bytes',
    help: 'What the planned operations take, roughly',
    collect: (gauge) => gauge.set(current()?.bytes ?? 0),
  })
  return (outcome) => looks.inc({ outcome })
}
