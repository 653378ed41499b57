import { expect, test } from 'vitest'
import type { GraphShape } from './analysis.ts'
import { runAnalysis } from './run-analysis.ts'

/** A ring with chords, large enough that its betweenness takes long. */
function ring(size: number): GraphShape {
  const steps = [1, 7, 101, 1_009]
  const places = Array.from({ length: size * steps.length }, (_, n) => n)
  return {
    ids: Array.from({ length: size }, (_, place) => `mem_${place}`),
    from: Int32Array.from(places, (n) => n % size),
    to: Int32Array.from(places, (n) => ((n % size) + (steps[Math.floor(n / size)] ?? 1)) % size),
    weights: Float64Array.from(places, () => 1),
  }
}

test('an analysis that is cancelled ends with its thread, in the middle of its work', async () => {
  const cancelling = new AbortController()
  let progress = 0
  const running = runAnalysis({ kind: 'BETWEENNESS', shape: ring(100_000) }, cancelling.signal, (share) => {
    progress = share
    cancelling.abort(new Error('cancelled'))
  })
  await expect(running).rejects.toThrow('cancelled')
  // It ended because of that: it was never told to be done, and nothing of it goes on.
  expect(progress).toBeLessThan(1)
  expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Worker')).toEqual([])
})

test('one that is not cancelled comes to its end', async () => {
  const outcome = await runAnalysis(
    { kind: 'BETWEENNESS', shape: ring(50) },
    new AbortController().signal,
    () => undefined,
  )
  expect(outcome).toMatchObject({ status: 'DONE' })
})
