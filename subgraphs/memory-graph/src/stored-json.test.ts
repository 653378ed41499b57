import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { storedJson } from './stored-json.ts'
import { startGraph, type TestGraph } from './testing/start-graph.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph[Symbol.asyncDispose]())

test('a value has the same text before it is kept by PostgreSQL and after', async () => {
  const tenantId = tenantOf(userIdentity())
  const names = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 3 }),
    fc.constantFrom('10', '9', 'b', 'aa', 'é', 'zz'),
  )
  const { value: anyValue } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string({ unit: 'grapheme', maxLength: 3 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(null, true),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(names, tie('value'), { maxKeys: 5 }),
    ),
  }))
  const anyValues = fc.array(
    anyValue.filter((value) => !JSON.stringify(value).includes(String.raw`\u0000`)),
    { minLength: 200, maxLength: 200 },
  )
  await fc.assert(
    fc.asyncProperty(anyValues, async (values) => {
      const [row] = await graph.database.withTenantId(tenantId, (em) =>
        em.execute<{ kept: unknown[] }[]>('select ?::jsonb as kept', [JSON.stringify(values)]),
      )
      expect(row?.kept.map((value) => JSON.stringify(value))).toEqual(values.map(storedJson))
    }),
    { numRuns: 5 },
  )
})
