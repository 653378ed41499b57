import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { User } from '@graphmemory/identity/identity.ts'
import { memoryGraph } from '@graphmemory/memory-graph'
import { madeMemory, madeRelation, seeded } from '@graphmemory/memory-graph/bench/made-rows.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { testSubgraph, type TestSubgraph } from '@graphmemory/testing/test-subgraph.ts'

export type MeasuredGraph = {
  readonly graph: TestSubgraph
  /** Where its graphs are kept: they stay there when it is closed. */
  readonly folder: string
  readonly viewer: User
  /** Imports so many memories with three relations each, and waits until the graph answers with all of them. */
  readonly fill: (size: number) => Promise<void>
  readonly remove: () => Promise<void>
}

/** The subgraph without embeddings, on the database of `TEST_DATABASE_URL` or an embedded one. */
export async function measuredGraph(env: Record<string, string> = {}): Promise<MeasuredGraph> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const viewer = userIdentity()
  const graph = await testSubgraph(memoryGraph, {
    env: { GRAPH_FOLDER: folder, EMBEDDINGS: 'none', ...env },
    authenticate: async () => viewer,
  })
  return {
    graph,
    folder,
    viewer,
    async fill(size) {
      const route = graph.subgraph.routes.find(({ path }) => path === '/import')
      const answer = await route?.handle({ query: new URLSearchParams(), headers: {}, body: lines(size), ip: '' })
      if (answer === undefined || answer.status !== 200) throw new Error('the import was refused')
      for await (const _ of answer.body as AsyncIterable<string>);
      const query = '{ searchMemories(query: "anything", first: 1) { stale } }'
      for (;;) {
        const { data } = await graph.ask(viewer, query)
        const { searchMemories: found } = (data ?? {}) as { searchMemories?: { stale: boolean } }
        if (found?.stale === false) return
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

async function* lines(size: number): AsyncIterable<Uint8Array> {
  const random = seeded(size)
  for (let from = 0; from < size; from += 500) {
    const upTo = Math.min(size, from + 500)
    const some: object[] = []
    for (let n = from; n < upTo; n++) {
      const { id: externalId, type, title, content, tags } = madeMemory(n, random)
      some.push({ kind: 'memory', externalId, type, title, content, tags })
    }
    for (let n = 3 * from; n < 3 * upTo; n++) {
      // Each memory's relations lead to those before it: lines may only name what is there.
      const { fromId, toId, type } = madeRelation(n, upTo, random)
      if (fromId !== toId) some.push({ kind: 'relation', from: fromId, to: toId, type: type })
    }
    yield Buffer.from(some.map((line) => `${JSON.stringify(line)}\n`).join(''))
  }
}
