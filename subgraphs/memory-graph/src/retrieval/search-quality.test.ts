import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { GraphMemory, GraphRelation } from '../engine/graph-rows.ts'
import { memory, relation, testEngine } from '../engine/testing/test-engine.ts'

/** The data's licence keeps it out of this repository: where it is not at hand, these tests are skipped. */
const data = new URL('../../../../../shared/data/locomo-dev.json', import.meta.url)
const json = await readFile(data, 'utf8').catch(() => null)
type Turn = { readonly dia_id: string; readonly speaker: string; readonly text: string }
type Talk = {
  readonly conversation: Readonly<Record<string, string | readonly Turn[]>>
  readonly qa: readonly { readonly question: string; readonly evidence: readonly string[] }[]
}
const talks = json === null ? [] : (JSON.parse(json) as readonly Talk[])

test.skipIf(json === null)(
  'on every conversation, all signals together find more of the answers than words alone',
  async () => {
    await using bench = await testEngine()
    for (const [number, talk] of talks.entries()) {
      const tenant = `ten_${number}`
      const { memories, relations } = rowsOf(talk)
      await bench.engine.rebuild(tenant, { seq: 1, memories, relations })
      const recall = { TEXT: 0, HYBRID: 0 }
      for (const { question, evidence } of talk.qa) {
        for (const mode of ['TEXT', 'HYBRID'] as const) {
          const filter = { types: ['turn'] }
          const hits = await bench.engine.search(tenant, { query: question, mode, filter, limit: 5 })
          recall[mode] +=
            hits.filter(({ memoryId }) => evidence.includes(memoryId)).length / Math.max(1, evidence.length)
        }
      }
      expect(recall.HYBRID).toBeGreaterThan(recall.TEXT)
    }
  },
  120_000,
)

function rowsOf({ conversation }: Talk): { memories: GraphMemory[]; relations: GraphRelation[] } {
  const memories: GraphMemory[] = []
  const relations: GraphRelation[] = []
  for (const [session, turns] of Object.entries(conversation)) {
    if (typeof turns === 'string') continue
    memories.push(memory(session, { title: '' }))
    turns.forEach(({ dia_id: id, speaker, text }, i) => {
      memories.push(memory(id, { type: 'turn', title: speaker, content: text }))
      relations.push(relation(id, session, { type: 'PART_OF' }))
      const previous = turns[i - 1]
      if (previous !== undefined) relations.push(relation(previous.dia_id, id, { type: 'PRECEDES' }))
    })
  }
  return { memories, relations }
}

test('a memory is found by what it is joined to, each signal says its part, and the parts add up', async () => {
  await using bench = await testEngine()
  const tenant = 'ten_a'
  const memories = [
    memory('question', { content: 'Where will the party be?', createdAt: 5 }),
    memory('answer', { content: 'In the old mill by the lake.', createdAt: 6 }),
    memory('evening', { title: 'Friday evening', createdAt: 4 }),
    memory('late', { content: 'We stay until midnight.', createdAt: 7 }),
    memory('note', { content: 'Bring a torch.', createdAt: 3 }),
    memory('elsewhere', { content: 'The cat sleeps.', createdAt: 2 }),
  ]
  const relations = [
    relation('question', 'answer', { type: 'PRECEDES' }),
    relation('question', 'evening', { type: 'PART_OF' }),
    relation('late', 'evening', { type: 'PART_OF' }),
    relation('note', 'question', { type: 'SUPPORTS', weight: 0.5 }),
  ]
  await bench.engine.rebuild(tenant, { seq: 1, memories, relations })
  const search = (query: string) => bench.engine.search(tenant, { query, mode: 'HYBRID', limit: 10, now: 7 })
  const hits = await search('party')
  expect(hits.map(({ memoryId }) => memoryId).toSorted()).toEqual(['answer', 'evening', 'late', 'note', 'question'])
  expect(hits[0]?.memoryId).toBe('question')
  for (const { score, signals } of hits) {
    expect(signals.text + signals.vector + signals.graph + signals.recency).toBeCloseTo(score, 12)
    expect(signals.recency).toBeGreaterThan(0)
  }
  expect(hits.find(({ memoryId }) => memoryId === 'answer')?.signals).toMatchObject({ text: 0, vector: 0 })
  const asked = await search('Where is the party?')
  const share = (found: typeof hits) => found.find(({ memoryId }) => memoryId === 'question')?.score ?? 0
  expect(share(asked)).toBeLessThan(share(hits))
})
