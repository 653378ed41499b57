import type { User } from '@graphmemory/identity/identity.ts'
import type { TestSubgraph } from '@graphmemory/testing/test-subgraph.ts'
import type { Conversation } from './conversations.ts'

/** The tag of the memories that answers are looked for among. */
export const turnTag = 'turn'

/**
 * Writes a conversation as memories: turns that precede each other and are part of their session and, if wanted, the
 * facts, which the turns support. Answers the ids of the turns' memories.
 */
export async function remember(
  graph: TestSubgraph,
  writer: User,
  conversation: Conversation,
  withFacts: boolean,
): Promise<ReadonlyMap<string, string>> {
  const create = async (input: Record<string, unknown>) => {
    const query = 'mutation ($input: CreateMemoryInput!) { createMemory(input: $input) { memory { id } } }'
    const data = await graph.must<{ createMemory: { memory: { id: string } } }>(writer, query, { input })
    return data.createMemory.memory.id
  }
  const relate = (fromId: string, toId: string, type: string) => {
    const query = 'mutation ($input: CreateRelationInput!) { createRelation(input: $input) { relation { id } } }'
    return graph.must(writer, query, { input: { fromId, toId, type } })
  }
  const idOf = new Map<string, string>()
  for (const { heldAt, turns, facts } of conversation.sessions) {
    const session = await create({ type: 'EPISODIC', title: `Conversation of ${heldAt}` })
    let previous: string | null = null
    for (const { id, speaker, text } of turns) {
      const turn = await create({ type: 'EPISODIC', title: speaker, content: text, tags: [turnTag] })
      idOf.set(id, turn)
      await relate(turn, session, 'PART_OF')
      if (previous !== null) await relate(previous, turn, 'PRECEDES')
      previous = turn
    }
    for (const { about, text, turnIds } of withFacts ? facts : []) {
      const fact = await create({ type: 'SEMANTIC', title: about, content: text })
      for (const turnId of turnIds) {
        const turn = idOf.get(turnId)
        if (turn !== undefined) await relate(turn, fact, 'SUPPORTS')
      }
    }
  }
  return idOf
}
