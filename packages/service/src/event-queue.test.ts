import { expect, test } from 'vitest'
import { createEventQueue } from './event-queue.ts'

test('events arrive in order, whether the reader waits for them or they for the reader', async () => {
  const queue = createEventQueue<number>(10, () => -1)
  const events = queue.iterate(() => undefined)
  const early = events.next()
  queue.push(1)
  queue.push(2)
  queue.push(3)
  queue.end()
  expect(
    [await early, await events.next(), await events.next(), await events.next()].map(({ value }) => value),
  ).toEqual([1, 2, 3, undefined])
})

test('a reader that leaves while it waits is let go at once, and the source is told once', async () => {
  const queue = createEventQueue<number>(10, () => -1)
  let left = 0
  const events = queue.iterate(() => left++)
  const waiting = events.next()
  await events.return?.()
  await events.return?.()
  expect(await waiting).toEqual({ done: true, value: undefined })
  expect(left).toBe(1)
})

test('a queue that overflows keeps what waited, says so last, and leaves its source', async () => {
  const queue = createEventQueue<number>(3, () => -1)
  let left = 0
  const events = queue.iterate(() => left++)
  for (let n = 1; n <= 100; n++) queue.push(n)
  expect(await Array.fromAsync(events)).toEqual([1, 2, 3, -1])
  expect(left).toBe(1)
})
