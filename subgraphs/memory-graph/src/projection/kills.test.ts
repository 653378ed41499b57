import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { descendantsOf } from '@graphmemory/testing/processes.ts'
import { randomFrom } from '@graphmemory/testing/random.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import type { User } from '@graphmemory/identity/identity.ts'
import { startGraph, type TestGraph } from '../testing/start-graph.ts'
import { expectAgreement, startProjection } from './testing/agreement.ts'
import { Writer } from './testing/random-writer.ts'

const seed = Number(process.env['FAULT_SEED'] ?? 20261126)
const rounds = Number(process.env['FAULT_ROUNDS'] ?? 1)
const writesPerRound = 30

let graph: TestGraph
let projection: Awaited<ReturnType<typeof startProjection>>
beforeAll(async () => {
  graph = await startGraph()
  projection = await startProjection(graph)
})
afterAll(async () => {
  await projection[Symbol.asyncDispose]()
  await graph[Symbol.asyncDispose]()
})

/** Ends the processes of both graphs, that of the subgraph and that of the projection, in the middle of whatever they do. */
function killEngines(): number {
  let killed = 0
  for (const { pid, command } of descendantsOf(process.pid)) {
    if (!command.includes('engine/process/main')) continue
    try {
      process.kill(pid, 'SIGKILL')
      killed += 1
    } catch {
      // It had just ended by an earlier kill.
    }
  }
  return killed
}

type Event = {
  readonly ids: readonly string[]
  readonly added: readonly Found[]
  readonly changed: readonly Found[]
  readonly removed: readonly { readonly memoryId: string }[]
}
type Found = { readonly node: { readonly id: string; readonly version: number } }

/** What the differences of a standing search have added up to. */
async function follow(viewer: User) {
  const query = `subscription { liveSearch(query: "mill", mode: TEXT, first: 50) {
    ids added { node { id version } } changed { node { id version } } removed { memoryId } } }`
  const events = await graph.subgraph.subscribe({ identity: viewer, query })
  if (!(Symbol.asyncIterator in events)) throw new Error(JSON.stringify(events))
  const held = new Map<string, number>()
  const following = (async () => {
    for (let next = await events.next(); next.done !== true; next = await events.next()) {
      expect(next.value.errors).toBeUndefined()
      const { liveSearch } = next.value.data as { liveSearch: Event }
      for (const { memoryId } of liveSearch.removed) expect(held.delete(memoryId)).toBe(true)
      for (const { node } of [...liveSearch.added, ...liveSearch.changed]) held.set(node.id, node.version)
      expect([...held.keys()].toSorted()).toEqual(liveSearch.ids.toSorted())
    }
  })()
  return {
    held,
    async end() {
      await events.return?.()
      await following
    },
  }
}

async function snapshot(viewer: User): Promise<Map<string, number>> {
  type Answer = { searchMemories: { stale: boolean; nodes: { id: string; version: number }[] } }
  const query = '{ searchMemories(query: "mill", mode: TEXT, first: 50) { stale nodes { id version } } }'
  const { searchMemories } = await graph.must<Answer>(viewer, query)
  if (searchMemories.stale) throw new Error('the graph catches up')
  return new Map(searchMemories.nodes.map(({ id, version }) => [id, version]))
}

test(`random writes, repeats and imports while the engine is killed: rows, log, graph and a standing query agree (seed ${seed}, ${rounds} rounds)`, async () => {
  const random = randomFrom(seed)
  let killed = 0
  for (let round = 0; round < rounds; round++) {
    const viewer = userIdentity()
    const live = await follow(viewer)
    const writer = new Writer(graph, viewer, random)
    for (let n = 0; n < writesPerRound; n++) {
      const writing = writer.write(n)
      // As soon as it is sent, in the middle of it, or not at all.
      const moment = random()
      if (moment < 0.04) killed += killEngines()
      await writing
      if (moment > 0.96) killed += killEngines()
      if (random() < 0.2) await writer.repeat()
    }
    await expectAgreement(graph, projection, String(viewer.tenantId))
    await vi.waitFor(async () => expect(live.held).toEqual(await snapshot(viewer)))
    expect(live.held.size).toBeGreaterThan(0)
    await live.end()
  }
  expect(killed).toBeGreaterThan(0)
}, 300_000)
