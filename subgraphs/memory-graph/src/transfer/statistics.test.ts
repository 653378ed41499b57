import { expect, test } from 'vitest'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph } from '../testing/start-graph.ts'

test('after a large import the planner knows how much there is', async () => {
  const ada = userIdentity()
  await using graph = await startGraph({ authenticate: async () => ada })
  const count = 10_000
  async function* lines() {
    for (let n = 0; n < count; n++)
      yield Buffer.from(
        `${JSON.stringify({ kind: 'memory', externalId: `m${n}`, type: 'SEMANTIC', title: `${n}`, content: '-' })}\n`,
      )
  }
  const route = graph.subgraph.routes.find(({ path }) => path === '/import')
  const answer = await route?.handle({ query: new URLSearchParams(), headers: {}, body: lines(), ip: '192.0.2.1' })
  if (answer === undefined || typeof answer.body === 'string') throw new Error('refused')
  const reports: string[] = []
  for await (const report of answer.body) reports.push(String(report))
  expect(JSON.parse(reports.at(-1) ?? '')).toMatchObject({ created: count, failed: 0, done: true })
  const rows = await graph.database.withTenant(ada, (em) =>
    em.execute<object[]>(`select reltuples::integer as count from pg_class where oid = 'graph.memory'::regclass`),
  )
  expect(rows).toEqual([{ count }])
})
