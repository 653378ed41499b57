import { ask } from '../../harness/client.ts'
import { founder, type Member, person, renewed } from '../../harness/people.ts'
import { randomFrom } from '@graphmemory/testing/random.ts'
import type { Asked } from './drive.ts'

const words = 'harbour lantern meadow copper violin thunder orchard glacier pepper compass velvet saffron'.split(' ')
const create = 'mutation ($input: CreateMemoryInput!) { createMemory(input: $input) { memory { id } } }'
const relate = 'mutation ($input: CreateRelationInput!) { createRelation(input: $input) { relation { id } } }'
const update = 'mutation ($input: UpdateMemoryInput!) { updateMemory(input: $input) { memory { version } } }'
const read = 'query ($id: ID!) { memory(id: $id) { title content tags createdBy { name } } }'
const list = '{ memories(first: 20) { nodes { id title createdAt } } }'
const search =
  'query ($query: String!) { searchMemories(query: $query, first: 10) { edges { score node { id title } } } }'
const walk = 'query ($id: ID!) { memory(id: $id) { neighbours(depth: 2, first: 20) { nodes { id title } } } }'

/** The people of one tenant at work: four times of five they read, once they write. */
export type AtWork = {
  next(): Asked
  /** Tokens live for minutes: a fresh one. */
  renew(): Promise<void>
}

export async function startWork(url: string, name: string, memories: number): Promise<AtWork> {
  let member: Member = await founder(url, await person(url, name, `${name}@example.test`), name, name)
  const random = randomFrom(name.length * 7919 + name.charCodeAt(name.length - 1))
  const pick = <T>(all: readonly T[]) => all[Math.floor(random() * all.length)]
  const text = () => Array.from({ length: 12 }, () => pick(words)).join(' ')
  const memory = () => ({
    type: 'SEMANTIC',
    title: `${pick(words)} ${pick(words)}`,
    content: text(),
    tags: [pick(words)],
  })
  const ids: string[] = []
  for (let n = 0; n < memories; n++) {
    type Created = { createMemory: { memory: { id: string } } }
    const { createMemory } = await ask<Created>(url, create, { input: memory() }, member.token)
    const before = ids.at(-1)
    ids.push(createMemory.memory.id)
    if (before === undefined) continue
    const input = { fromId: before, toId: createMemory.memory.id, type: 'RELATED_TO' }
    await ask(url, relate, { input }, member.token)
  }
  const asked = (query: string, variables: object = {}): Asked => ({ token: member.token, query, variables })
  return {
    next() {
      const chance = random()
      if (chance < 0.3) return asked(read, { id: pick(ids) })
      if (chance < 0.5) return asked(list)
      if (chance < 0.7) return asked(search, { query: `${pick(words)} ${pick(words)}` })
      if (chance < 0.8) return asked(walk, { id: pick(ids) })
      if (chance < 0.95) return asked(create, { input: memory() })
      return asked(update, { input: { id: pick(ids), content: text() } })
    },
    async renew() {
      member = await renewed(url, member)
    },
  }
}
