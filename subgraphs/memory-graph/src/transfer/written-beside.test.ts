import { expect, test } from 'vitest'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph } from '../testing/start-graph.ts'

test('a batch that is written in parts settles the facts of one with those of another, and logs all of them in order', async () => {
  const ada = userIdentity()
  await using graph = await startGraph({ authenticate: async () => ada })
  const [facts, day] = [1_300, 86_400_000]
  const beginning = (n: number) => new Date(n * day)
  const memory = (externalId: string) => ({ kind: 'memory', externalId, type: 'SEMANTIC', title: externalId })
  const lines = [
    { kind: 'relationType', name: 'LIVES_IN', isSingleValued: true },
    memory('someone'),
    ...Array.from({ length: facts }, (_, n) => memory(`city ${n}`)),
    ...Array.from({ length: facts }, (_, n) => {
      return { kind: 'relation', from: 'someone', to: `city ${n}`, type: 'LIVES_IN', validFrom: beginning(n) }
    }),
  ]
  const route = graph.subgraph.routes.find(({ path }) => path === '/import')
  const body = (async function* pieces() {
    for (const line of lines) yield Buffer.from(`${JSON.stringify(line)}\n`)
  })()
  const answer = await route?.handle({ query: new URLSearchParams(), headers: {}, body, ip: '192.0.2.1' })
  if (answer === undefined) throw new Error('no route')
  for await (const _ of answer.body as AsyncIterable<string>);

  const { relations, log } = await graph.database.withTenant(ada, async (em) => ({
    relations: await em.execute<{ place: string; end: string | null }[]>(
      `select title as place, to_char(relation.valid_to at time zone 'UTC', 'YYYY-MM-DD') as end
         from graph.relation join graph.memory on memory.id = to_id order by relation.valid_from`,
    ),
    log: await em.execute<{ seq: number; kind: string }[]>('select seq, kind from graph.operation order by seq'),
  }))
  expect(relations).toEqual(
    Array.from({ length: facts }, (_, n) => {
      const end =
        n + 1 < facts
          ? beginning(n + 1)
              .toISOString()
              .slice(0, 10)
          : null
      return { place: `city ${n}`, end }
    }),
  )
  expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 3 * facts }, (_, n) => n + 1))
  expect(log.filter(({ kind }) => kind === 'RELATION_UPDATED')).toHaveLength(facts - 1)
})
