import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { observeSystem } from './observe-system.ts'

type Definition = { readonly name: string; readonly help: string; readonly labels?: readonly string[] }

/**
 * The metrics of one process, in a registry of its own. Asking twice for a name gives the same metric, so each
 * component names what it needs where it uses it. Labels are closed lists, never ids or user input. Durations in seconds.
 */
export type Metrics = {
  readonly registry: Registry
  counter(definition: Definition): Counter
  /** `collect` sets what is read only when somebody asks. */
  gauge(definition: Definition & { readonly collect?: (gauge: Gauge) => void | Promise<void> }): Gauge
  histogram(definition: Definition & { readonly buckets?: readonly number[] }): Histogram
}

const defaultBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const made = new Map<string, { readonly metric: Counter | Gauge | Histogram; readonly labels: string }>()
  const once = <M extends Counter | Gauge | Histogram>(
    { name, labels = [] }: Definition,
    kind: new (...args: never[]) => M,
    make: () => M,
  ): M => {
    const existing = made.get(name)
    if (existing !== undefined) {
      if (!(existing.metric instanceof kind)) throw new Error(`metric ${name} exists as another kind`)
      if (existing.labels !== labels.join()) throw new Error(`metric ${name} exists with other labels`)
      return existing.metric
    }
    const metric = make()
    made.set(name, { metric, labels: labels.join() })
    return metric
  }
  const common = ({ name, help, labels = [] }: Definition) => ({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
  })
  const metrics: Metrics = {
    registry,
    counter: (definition) => once(definition, Counter, () => new Counter(common(definition))),
    gauge: ({ collect, ...definition }) =>
      once(definition, Gauge, () => {
        const gauge: Gauge = new Gauge({ ...common(definition), ...(collect && { collect: () => collect(gauge) }) })
        return gauge
      }),
    histogram: (definition) =>
      once(
        definition,
        Histogram,
        () => new Histogram({ ...common(definition), buckets: [...(definition.buckets ?? defaultBuckets)] }),
      ),
  }
  observeSystem(metrics)
  return metrics
}
