import assert from 'node:assert/strict'
import type { User } from '@graphmemory/identity/identity.ts'
import type { TestGraph } from '../../testing/start-graph.ts'
import { contentsOf } from './agreement.ts'

type Sent = { readonly query: string; readonly input: Record<string, unknown>; readonly answer: unknown }

/** Somebody who writes at random, repeats himself, and remembers what he was answered. */
export class Writer {
  readonly memories: string[] = []
  readonly relations: string[] = []
  readonly #sent: Sent[] = []
  readonly #graph: TestGraph
  readonly #viewer: User
  readonly #random: () => number

  constructor(graph: TestGraph, viewer: User, random: () => number) {
    this.#graph = graph
    this.#viewer = viewer
    this.#random = random
  }

  async write(n: number): Promise<void> {
    const kind = this.#below(10)
    const idempotencyKey = `w${n}`
    const [id, other] = [this.#pick(this.memories), this.#pick(this.memories)]
    const relation = this.#pick(this.relations)
    const title = this.#below(2) === 0 ? `The mill ${n}` : `The tower ${n}`
    if (kind < 3) return this.#keep(this.memories, 'createMemory', { type: 'SEMANTIC', title, idempotencyKey })
    if (kind < 5) {
      const input = { fromId: id, toId: other, type: 'SUPPORTS', weight: this.#random(), idempotencyKey }
      return this.#keep(this.relations, 'createRelation', input)
    }
    if (kind === 5) return void (await this.#send('updateMemory', 'memory', { id, title, idempotencyKey }))
    if (kind === 6) return void (await this.#send('deleteMemory', 'memory', { id, idempotencyKey }))
    if (kind === 7) return void (await this.#send('restoreMemory', 'memory', { id, idempotencyKey }))
    if (kind === 8) {
      const merging = { winnerId: id, loserId: other, idempotencyKey }
      return this.#below(2) === 0
        ? void (await this.#send('mergeMemories', 'memory', merging))
        : void (await this.#send('deleteRelation', 'relation', { id: relation, idempotencyKey }))
    }
    return this.#import(n)
  }

  /** Sends something again that was sent before: it is answered as the first time, and nothing is written. */
  async repeat(): Promise<void> {
    const sent = this.#pick(this.#sent)
    if (sent === undefined) return
    const before = await this.#head()
    const again = await this.#graph.ask(this.#viewer, sent.query, { input: sent.input })
    assert.deepEqual(again, sent.answer, `${sent.query} is answered as the first time`)
    if ('title' in sent.input) {
      const input = { ...sent.input, title: 'Another' }
      assert.equal(await this.#graph.refusal(this.#viewer, sent.query, { input }), 'CONFLICT')
    }
    assert.equal(await this.#head(), before, 'a repeated request writes nothing')
  }

  async #import(n: number): Promise<void> {
    const names = Array.from({ length: 1 + this.#below(4) }, () => `e${this.#below(6)}`)
    const memories = names.map((name) => ({
      kind: 'memory',
      externalId: name,
      type: 'SEMANTIC',
      title: `The mill ${n}`,
    }))
    const relation = { kind: 'relation', from: names[0], to: names.at(-1), type: 'SUPPORTS', weight: this.#random() }
    const lines = [...memories, relation].map((line) => JSON.stringify(line)).join('\n')
    const query = `mutation ($input: ImportMemoriesInput!) { importMemories(input: $input) { created updated } }`
    await this.#graph.must(this.#viewer, query, { input: { lines } })
    const again = await this.#graph.must(this.#viewer, query, { input: { lines } })
    assert.deepEqual(JSON.parse(JSON.stringify(again)), { importMemories: { created: 0, updated: 0 } })
  }

  async #keep(ids: string[], name: 'createMemory' | 'createRelation', input: Record<string, unknown>): Promise<void> {
    const id = await this.#send(name, name === 'createMemory' ? 'memory' : 'relation', input)
    if (id !== null) ids.push(id)
  }

  /** The id of what was written; null where it was refused, which is part of it. */
  async #send(name: string, row: 'memory' | 'relation', input: Record<string, unknown>): Promise<string | null> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`
    const query = `mutation ($input: ${type}) { written: ${name}(input: $input) { row: ${row} { id version } } }`
    const answer = await this.#graph.ask(this.#viewer, query, { input })
    if (answer.errors !== undefined) return null
    this.#sent.push({ query, input, answer })
    return (answer.data as { written: { row: { id: string } } }).written.row.id
  }

  async #head(): Promise<number> {
    return (await contentsOf(this.#graph, String(this.#viewer.tenantId))).seq
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count)
  }

  #pick<Item>(items: readonly Item[]): Item | undefined {
    return items[this.#below(items.length)]
  }
}
