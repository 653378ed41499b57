import { type Answer, codeOf, post } from '../harness/client.ts'
import type { Ledger } from './ledger.ts'

type Writing = {
  readonly url: string
  readonly token: string
  readonly ledger: Ledger
  readonly random: () => number
  /** Distinguishes what this run of writers writes from every other. */
  readonly name: string
  readonly writers?: number
}

/** Writers at work until `stop`, or until one of them gets no outcome: `ended` tells which. A refusal fails the test. */
export function startWriters(writing: Writing): { stop(): void; readonly ended: Promise<'stopped' | 'cut off'> } {
  let stopped = false
  const work = async (writer: number): Promise<'stopped' | 'cut off'> => {
    for (let step = 0; !stopped; step++) {
      if (!(await writeOne(writing, `${writing.name}x${writer}x${step}`))) return 'cut off'
    }
    return 'stopped'
  }
  const all = Promise.all(Array.from({ length: writing.writers ?? 4 }, (_, writer) => work(writer)))
  return {
    stop: () => (stopped = true),
    ended: all.then((ends) => (ends.includes('cut off') ? 'cut off' : 'stopped')),
  }
}

/** One seeded write. False when its outcome is in doubt. */
async function writeOne({ url, token, ledger, random }: Writing, name: string): Promise<boolean> {
  const pick = (ids: readonly string[]) => ids[Math.floor(random() * ids.length)] ?? ''
  const ids = ledger.memoryIds
  const choice = ids.length < 4 ? 0 : random()
  const send = <Data>(query: string, input: object) => post<Data>(url, query, { input }, token)
  if (choice < 0.5) return createMemory(send, ledger, name)
  const [fromId, toId] = [pick(ids), pick(ids)]
  if (choice < 0.85) return fromId === toId || createRelation(send, ledger, fromId, toId)
  return updateMemory(send, ledger, fromId, name)
}

type Send = <Data>(query: string, input: object) => Promise<Answer<Data>>

async function createMemory(send: Send, ledger: Ledger, title: string): Promise<boolean> {
  const content = `what ${title} said`
  ledger.doubtfulTitles.add(title)
  const query = 'mutation ($input: CreateMemoryInput!) { createMemory(input: $input) { memory { id version } } }'
  const sent = send<{ createMemory: { memory: { id: string; version: number } } }>(query, {
    type: 'EPISODIC',
    title,
    content,
  })
  const answer = await outcomeOf(sent)
  if (answer === undefined) return false
  const { id, version } = answer.createMemory.memory
  ledger.memories.set(id, { content, version })
  ledger.doubtfulTitles.delete(title)
  ledger.acknowledged++
  return true
}

async function createRelation(send: Send, ledger: Ledger, fromId: string, toId: string): Promise<boolean> {
  const relation = { fromId, toId, type: 'RELATED_TO' }
  if ([...ledger.relations.values()].some((known) => known.fromId === fromId && known.toId === toId)) return true
  if (ledger.doubtfulRelations.some((known) => known.fromId === fromId && known.toId === toId)) return true
  ledger.doubtfulRelations.push(relation)
  const query = 'mutation ($input: CreateRelationInput!) { createRelation(input: $input) { relation { id } } }'
  const answer = await outcomeOf(send<{ createRelation: { relation: { id: string } } }>(query, relation))
  if (answer === undefined) return false
  ledger.relations.set(answer.createRelation.relation.id, relation)
  ledger.doubtfulRelations.splice(ledger.doubtfulRelations.indexOf(relation), 1)
  ledger.acknowledged++
  return true
}

async function updateMemory(send: Send, ledger: Ledger, id: string, name: string): Promise<boolean> {
  const known = ledger.memories.get(id)
  if (known === undefined || known.doubtful !== undefined) return true
  const content = `changed by ${name}`
  known.doubtful = content
  const query = 'mutation ($input: UpdateMemoryInput!) { updateMemory(input: $input) { memory { version } } }'
  const sent = send<{ updateMemory: { memory: { version: number } } }>(query, {
    id,
    content,
    expectedVersion: known.version,
  })
  const answer = await outcomeOf(sent)
  if (answer === undefined) return false
  ledger.memories.set(id, { content, version: answer.updateMemory.memory.version })
  ledger.acknowledged++
  return true
}

/** The data of an answer; undefined where the outcome is in doubt: no answer came, or what does the work was out of reach. */
async function outcomeOf<Data>(sent: Promise<Answer<Data>>): Promise<Data | undefined> {
  let answer: Answer<Data>
  try {
    answer = await sent
  } catch {
    return undefined
  }
  if (codeOf(answer) === 'UNAVAILABLE') return undefined
  if (answer.errors !== undefined || answer.data === undefined) throw new Error(`a write was refused: ${answer.text}`)
  return answer.data
}
