import { expect, test } from 'vitest'
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
  const query = `{ graphStatistics { memories relations memoryTypes { type count } relationTypes { type count }
    perDay(days: 3) { memories relations } } }`
  const { graphStatistics } = await graph.must<{ graphStatistics: { perDay: { memories: number }[] } }>(writer, query)
  expect(graphStatistics).toMatchObject({
    memories: 2,
    relations: 1,
    memoryTypes: [
      { type: 'EPISODIC', count: 1 },
      { type: 'SEMANTIC', count: 1 },
    ],
    relationTypes: [{ type: 'SUPPORTS', count: 1 }],
  })
  expect(graphStatistics.perDay).toHaveLength(3)
  expect(graphStatistics.perDay.reduce((sum, { memories }) => sum + memories, 0)).toBe(2)
  expect(await graph.refusal(writer, '{ graphStatistics { perDay(days: 367) { day } } }')).toBe('BAD_USER_INPUT')
})
