import { expect, test } from 'vitest'
import { createCircuit } from './circuit.ts'

test('a circuit opens after failures in a row, lets one call try after each rest, and closes with an answer', () => {
  let at = 0
  const told: boolean[] = []
  const circuit = createCircuit({ maxFailures: 2, restMs: 100, onChange: (open) => told.push(open), now: () => at })
  circuit.settled(true)
  circuit.settled(false)
  circuit.settled(true)
  expect(circuit.lets()).toBe(true)
  circuit.settled(true)
  expect(circuit.lets()).toBe(false)
  at = 100
  expect([circuit.lets(), circuit.lets()]).toEqual([true, false])
  circuit.settled(true)
  at = 199
  expect(circuit.lets()).toBe(false)
  at = 200
  expect([circuit.lets(), circuit.lets()]).toEqual([true, false])
  at = 300 // the one that tried is not settled, and may never be
  expect(circuit.lets()).toBe(true)
  circuit.settled(false)
  expect([circuit.lets(), circuit.lets()]).toEqual([true, true])
  expect(told).toEqual([true, false])
})
