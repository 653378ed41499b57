import { expect, test } from 'vitest'
import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { serviceIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph } from './testing/start-graph.ts'

const entities = `query ($of: [_Any!]!) { _entities(representations: $of) {
  ... on Memory { __typename id title } ... on Relation { __typename id type } } }`

test('references resolve in their order, many in one query, and never across tenants', async () => {
  await using graph = await startGraph()
  const [ada, eve] = [userIdentity(), userIdentity()]
  const ids: string[] = []
  for (let i = 0; i < 30; i++) ids.push(await graph.remember(ada, `M${i}`))
  const [first = '', second = ''] = ids
  const relation = await graph.relate(ada, first, second)
  const of = [...ids.toReversed(), first].map((id) => ({ __typename: 'Memory', id }))
  of.push({ __typename: 'Relation', id: relation }, { __typename: 'Memory', id: 'mem_none' })

  let transactions = 0
  const withTenant: typeof graph.database.withTenant = graph.database.withTenant.bind(graph.database)
  Object.assign(graph.database, {
    withTenant: ((identity, work) => {
      transactions += 1
      return withTenant(identity, work)
    }) satisfies typeof withTenant,
  })
  const data = await graph.must<{ _entities: ({ id: string; title?: string } | null)[] }>(ada, entities, { of })
  expect(transactions).toBe(2) // memories, relations
  expect(data._entities.map((entity) => entity?.id ?? null)).toEqual([...ids.toReversed(), first, relation, null])

  const service = await graph.must<typeof data>(serviceIdentity('audit', ada.tenantId), entities, { of })
  expect(service).toEqual(data)
  const foreign = await graph.must<typeof data>(eve, entities, { of })
  expect(foreign._entities.every((entity) => entity === null)).toBe(true)
})

test('the database itself refuses a relation of which an end is no memory of its tenant, however it is written', async () => {
  await using graph = await startGraph()
  const [ada, eve] = [userIdentity(), userIdentity()]
  const [from, to, foreign] = [
    await graph.remember(ada, 'A'),
    await graph.remember(ada, 'B'),
    await graph.remember(eve, 'C'),
  ]
  await graph.relate(ada, from, to)
  const write = (sql: string, end: string) =>
    graph.database.withTenant(ada, async (em) => {
      await recordAudit(em, ada, {
        type: 'data_modification',
        action: 'relation.update',
        resource: { type: 'relation', id: null },
      })
      await em.execute(sql, [end], 'run')
    })
  const copied = `insert into graph.relation select (jsonb_populate_record(relation, jsonb_build_object('id', 'rel_2', 'from_id', ?::text))).*
    from graph.relation`
  for (const end of [foreign, 'mem_none']) {
    await expect(write('update graph.relation set to_id = ?', end)).rejects.toThrow('needs both its memories')
    await expect(write('update graph.relation set from_id = ?', end)).rejects.toThrow('needs both its memories')
    await expect(write(copied, end)).rejects.toThrow('needs both its memories')
  }
  await write(copied, from)
})
