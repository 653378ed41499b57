import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FlushWindow } from './flush-window.ts'

let now = 0
/** How long the next flush takes. */
let tookMs = 0
let flushes = 0
let window: FlushWindow

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate'] })
  now = 0
  flushes = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  window = new FlushWindow(() => {
    flushes++
    now += tookMs
  }, 50)
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

/** Time goes by a millisecond at a time; says after how many something was flushed. */
function flushedAfter(): number {
  const before = flushes
  for (let ms = 0; ms < 100; ms++) {
    vi.advanceTimersByTime(0)
    if (flushes > before) return ms
    now++
    vi.advanceTimersByTime(1)
    if (flushes > before) return ms + 1
  }
  return NaN
}

function flush(took: number, isMuch = false): number {
  tookMs = took
  window.request(isMuch)
  return flushedAfter()
}

test('what comes after a pause is flushed when the turn ends, and what comes soon after that when a pause has passed', () => {
  expect(flush(1)).toBe(0)
  expect(flush(1)).toBe(3)
  now += 3
  expect(flush(1)).toBe(0)
})

test('the pause is short where flushes are, and where much waits no longer than one of them', () => {
  flush(5)
  expect(flush(5)).toBe(5)
  flush(2)
  expect(flush(2)).toBe(4)
  expect(flush(2, true)).toBe(2)
  tookMs = 2
  window.request(false)
  window.request(true)
  expect(flushedAfter()).toBe(2)
})

test('a flush that was kept from the processor makes no longer pause', () => {
  flush(1)
  flush(40)
  expect(flush(1)).toBe(3)
})
