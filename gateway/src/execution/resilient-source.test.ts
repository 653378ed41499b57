import type { ExecutionResult } from 'graphql'
import { expect, test } from 'vitest'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { SubgraphSource } from '@graphmemory/service/subgraph-source.ts'
import { createMetrics } from '@graphmemory/telemetry/create-metrics.ts'
import { anonymous } from '../testing/execute-on.ts'
import { defaultResilience, resilientSource, type ResilienceOptions } from './resilient-source.ts'

const away = (): ExecutionResult => ({ errors: [new ClientError('UNAVAILABLE', 'away')] })
const fine: ExecutionResult = { data: { one: 1 } }

/** A subgraph elsewhere that answers as it is told, and counts what it is asked. */
function subgraph(answer: (call: number) => Promise<ExecutionResult>) {
  let calls = 0
  const source: SubgraphSource = {
    name: 'elsewhere',
    process: () => answer(++calls),
    subscribe: () => Promise.reject(new Error('no subscriptions')),
  }
  const resilient = (options: Partial<ResilienceOptions> = {}) =>
    resilientSource(source, createMetrics(), { ...defaultResilience, ...options })
  return { resilient, calls: () => calls }
}
const query = { query: '{ one }', identity: anonymous() }
const mutation = { query: 'mutation { write }', identity: anonymous() }

test('a query is tried again where the subgraph could not be reached', async () => {
  const { resilient, calls } = subgraph(async (call) => (call < 3 ? away() : fine))
  expect(await resilient().process(query)).toBe(fine)
  expect(calls()).toBe(3)
})

test('a query that throws is tried again, and the last reason is told', async () => {
  const { resilient, calls } = subgraph(async (call) => Promise.reject(new Error(`reset ${call}`)))
  await expect(resilient().process(query)).rejects.toThrow('reset 3')
  expect(calls()).toBe(3)
})

test('a mutation is never tried again', async () => {
  const { resilient, calls } = subgraph(async () => away())
  expect(await resilient().process(mutation)).toMatchObject({ errors: [{ code: 'UNAVAILABLE' }] })
  expect(calls()).toBe(1)
})

test('a refusal is an answer: it is not tried again and breaks no circuit', async () => {
  const refusal: ExecutionResult = { errors: [new ClientError('FORBIDDEN', 'no')], data: null }
  const { resilient, calls } = subgraph(async () => refusal)
  const source = resilient({ maxFailures: 2 })
  for (let i = 0; i < 5; i++) expect(await source.process(query)).toBe(refusal)
  expect(calls()).toBe(5)
})

test('a subgraph that keeps failing is left alone, and asked again after a rest', async () => {
  let isUp = false
  const { resilient, calls } = subgraph(async () => (isUp ? fine : away()))
  const source = resilient({ maxFailures: 3, restMs: 50, attempts: 1 })
  for (let i = 0; i < 3; i++) await source.process(query)
  await expect(source.process(query)).rejects.toThrow('circuit')
  expect(calls()).toBe(3)
  isUp = true
  let result
  while (result === undefined) result = await source.process(query).catch(() => undefined)
  expect(result).toBe(fine)
})

test('a call that takes too long ends at the deadline', async () => {
  const { resilient } = subgraph(() => new Promise(() => undefined))
  await expect(resilient({ deadlineMs: 30 }).process(query)).rejects.toThrow('no answer within 30 ms')
})

test('a slow subgraph holds a bounded number of calls', async () => {
  const held: (() => void)[] = []
  const { resilient, calls } = subgraph(() => new Promise((resolve) => held.push(() => resolve(fine))))
  const source = resilient({ maxConcurrent: 2 })
  const running = Array.from({ length: 4 }, () => source.process(query))
  await expect(source.process(query)).rejects.toThrow('more than 2 calls wait')
  expect(calls()).toBe(2)
  while (held.length > 0 || calls() < 4) {
    held.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  held.forEach((release) => release())
  expect(await Promise.all(running)).toEqual([fine, fine, fine, fine])
})
