import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { User } from '@graphmemory/identity/identity.ts'
import { memoryGraph } from '@graphmemory/memory-graph'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { testSubgraph, type TestSubgraph } from '@graphmemory/testing/test-subgraph.ts'
import { readConversations } from './recall/conversations.ts'
import type { Conversation } from './recall/conversations.ts'
import { createTally } from './recall/figures.ts'
import type { Figures } from './recall/figures.ts'
import { remember, turnTag } from './recall/remember.ts'

const query = `query ($query: String!, $mode: SearchMode!, $filter: MemoryFilter) {
  searchMemories(query: $query, mode: $mode, filter: $filter, first: 100) { nodes { id } }
}`

/** Waits until every memory has its vectors: the last that is written gets them last. */
async function embedded(graph: TestSubgraph, writer: User): Promise<void> {
  const pending = () =>
    graph.database.withTenant(writer, (em) =>
      em.execute<object[]>(`select id from graph.memory where not exists (
        select from graph.embedding where embedding.tenant_id = memory.tenant_id and memory_id = memory.id) limit 1`),
    )
  while ((await pending()).length > 0) await delay(200)
}

/** Writes each conversation into a tenant of its own through GraphQL, asks all its questions, and tells how well it did. */
async function measure(
  conversations: readonly Conversation[],
  embeddings: 'local' | 'none',
  withFacts: boolean,
): Promise<Record<string, Figures>> {
  const folder = await mkdtemp(join(tmpdir(), 'recall-'))
  await using graph = await testSubgraph(memoryGraph, { env: { GRAPH_FOLDER: folder, EMBEDDINGS: embeddings } })
  const tallies = { TEXT: createTally(), HYBRID: createTally() }
  for (const conversation of conversations) {
    const reader = userIdentity()
    const idOf = await remember(graph, reader, conversation, withFacts)
    if (embeddings === 'local') await embedded(graph, reader)
    for (const { text, turnIds } of conversation.questions) {
      const wanted = new Set(turnIds.flatMap((id) => idOf.get(id) ?? []))
      for (const mode of ['TEXT', 'HYBRID'] as const) {
        const variables = { query: text, mode, filter: { tags: [turnTag] } }
        const data = await graph.must<{ searchMemories: { nodes: { id: string }[] } }>(reader, query, variables)
        tallies[mode].add(
          data.searchMemories.nodes.map(({ id }) => id),
          wanted,
        )
      }
    }
  }
  await rm(folder, { recursive: true, force: true })
  return { TEXT: tallies.TEXT.figures(), HYBRID: tallies.HYBRID.figures() }
}

const conversations = await readConversations()
if (conversations === null) console.log('recall: the LoCoMo data is not at hand')
else {
  const rows = []
  for (const withFacts of [false, true]) {
    for (const embeddings of ['none', 'local'] as const) {
      for (const [mode, figures] of Object.entries(await measure(conversations, embeddings, withFacts))) {
        const rounded = Object.fromEntries(
          Object.entries(figures).map(([name, value]) => [name, Number(value.toFixed(3))]),
        )
        rows.push({ mode, embeddings, facts: withFacts, ...rounded })
      }
    }
  }
  console.table(rows)
}
