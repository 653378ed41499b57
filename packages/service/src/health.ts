/** `degraded`: the work goes on with less; `down`: it does not. */
export type HealthState = 'ok' | 'degraded' | 'down'

/** The state of each thing that a part depends on, by name. */
export type HealthReport = Readonly<Record<string, HealthState>>

/** The worst of a report's states. */
export function overall(report: HealthReport): HealthState {
  const states = Object.values(report)
  if (states.includes('down')) return 'down'
  return states.includes('degraded') ? 'degraded' : 'ok'
}
