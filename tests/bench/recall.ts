import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryGraph } from '@graphmemory/memory-graph'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { testSubgraph } from '@graphmemory/testing/test-subgraph.ts'
import { readConversations } from './recall/conversations.ts'
import type { Conversation } from './recall/conversations.ts'
import { createTally } from './recall/figures.ts'
import type { Figures } from './recall/figures.ts'
import { remember, turnTag } from './recall/remember.ts'

const query = `query ($query: String!, $mode: SearchMode!, $filter: MemoryFilter) {
  searchMemories(query: $query, mode: $mode, filter: $filter, first: 100) { nodes { id } }
}`

/** Writes each conversation into a tenant of its own through GraphQL, asks all its questions, and tells how well it did. */
async function measure(conversations: readonly Conversation[], withFacts: boolean): Promise<Record<string, Figures>> {
  const folder = await mkdtemp(join(tmpdir(), 'recall-'))
  await using graph = await testSubgraph(memoryGraph, { env: { GRAPH_FOLDER: folder } })
  const tallies = { TEXT: createTally(), HYBRID: createTally() }
  for (const conversation of conversations) {
    const reader = userIdentity()
    const idOf = await remember(graph, reader, conversation, withFacts)
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
    for (const [mode, figures] of Object.entries(await measure(conversations, withFacts))) {
      const rounded = Object.fromEntries(
        Object.entries(figures).map(([name, value]) => [name, Number(value.toFixed(3))]),
      )
      rows.push({ mode, facts: withFacts, ...rounded })
    }
  }
  console.table(rows)
}
