export type Percentiles = { readonly p50: number; readonly p95: number }

/** How long something takes, done so many times one after another; milliseconds. */
export async function percentilesOf(count: number, work: (n: number) => Promise<unknown>): Promise<Percentiles> {
  const taken: number[] = []
  for (let n = 0; n < count; n++) {
    const from = performance.now()
    await work(n)
    taken.push(performance.now() - from)
  }
  const sorted = taken.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * sorted.length)] ?? 0
  return { p50: at(0.5), p95: at(0.95) }
}
