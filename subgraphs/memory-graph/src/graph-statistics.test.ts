import { expect, test } from 'vitest'
import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph } from './testing/start-graph.ts'

test('statistics count what is there, by type and by day, of one tenant alone', async () => {
  await using graph = await startGraph()
  const writer = userIdentity()
  const a = await graph.remember(writer, 'A')
  const b = await graph.remember(writer, 'B', { type: 'EPISODIC' })
  const deleted = await graph.remember(writer, 'C')
  await graph.relate(writer, a, b, 'SUPPORTS')
  await graph.relate(writer, a, deleted)
  await graph.remember(userIdentity(), 'Of somebody else')
  await graph.must(writer, 'mutation ($i: DeleteMemoryInput!) { deleteMemory(input: $i) { memory { id } } }', {
    i: { id: deleted },
  })
  await graph.database.withTenant(writer, async (em) => {
    const resource = { type: 'memory', id: b }
    await recordAudit(em, writer, { type: 'data_modification', action: 'memory.update', resource })
    await em.execute("update graph.memory set created_at = created_at - interval '1 day' where id = ?", [b], 'run')
  })
  const query = `{ graphStatistics { memories relations memoryTypes { type count } relationTypes { type count }
    perDay(days: 3) { day memories relations memoryTypes { type count } relationTypes { type count } } } }`
  const { graphStatistics } = await graph.must<{ graphStatistics: { perDay: { day: string }[] } }>(writer, query)
  const episodic = { type: 'EPISODIC', count: 1 }
  const semantic = { type: 'SEMANTIC', count: 1 }
  const supports = { type: 'SUPPORTS', count: 1 }
  expect(graphStatistics).toMatchObject({
    memories: 2,
    relations: 1,
    memoryTypes: [episodic, semantic],
    relationTypes: [supports],
  })
  const days = graphStatistics.perDay
  expect(days).toHaveLength(3)
  expect(Date.parse(days[2]?.day ?? '') - Date.parse(days[0]?.day ?? '')).toBe(2 * 86_400_000)
  expect(days.at(-2)).toMatchObject({ memories: 1, relations: 0, memoryTypes: [episodic], relationTypes: [] })
  expect(days.at(-1)).toMatchObject({ memories: 1, relations: 1, memoryTypes: [semantic], relationTypes: [supports] })
  expect(await graph.refusal(writer, '{ graphStatistics { perDay(days: 367) { day } } }')).toBe('BAD_USER_INPUT')
})
