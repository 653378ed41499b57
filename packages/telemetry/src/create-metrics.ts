import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

type Definition = { readonly name: string; readonly help: string; readonly labels?: readonly string[] }

/**
 * The metrics of one process, in a registry of its own. Asking twice for a name gives the same metric, so each
 * component names what it needs where it uses it. Labels are closed lists, never ids or user input. Durations in seconds.
 */
export type Metrics = {
  readonly registry: Registry
  counter(definition: Definition): Counter
  gauge(definition: Definition): Gauge
  histogram(definition: Definition & { readonly buckets?: readonly number[] }): Histogram
}

const defaultBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const made = new Map<string, Counter | Gauge | Histogram>()
  const once = <M extends Counter | Gauge | Histogram>(
    name: string,
    kind: new (...args: never[]) => M,
    make: () => M,
  ): M => {
    const existing = made.get(name)
    if (existing instanceof kind) return existing
    if (existing !== undefined) throw new Error(`metric ${name} exists as another kind`)
    const metric = make()
    made.set(name, metric)
    return metric
  }
  const common = ({ name, help, labels = [] }: Definition) => ({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
  })
  return {
    registry,
    counter: (definition) => once(definition.name, Counter, () => new Counter(common(definition))),
    gauge: (definition) => once(definition.name, Gauge, () => new Gauge(common(definition))),
    histogram: (definition) =>
      once(
        definition.name,
        Histogram,
        () => new Histogram({ ...common(definition), buckets: [...(definition.buckets ?? defaultBuckets)] }),
      ),
  }
}
