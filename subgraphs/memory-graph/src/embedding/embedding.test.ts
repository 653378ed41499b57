import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import { testConnection, testDatabaseUrl } from '@graphmemory/testing/test-database.ts'
import { serviceIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { openCommitNews } from '../commit-news.ts'
import { createGraphEngine } from '../engine/create-engine.ts'
import { memoryGraph } from '../subgraph.ts'
import { startMeaningServer } from '../testing/meaning-server.ts'
import { graphModules, startGraph, type TestGraph } from '../testing/start-graph.ts'
import { createRemoteEmbedder } from './remote-embedder.ts'
import { startEmbedding } from './start-embedding.ts'

const writer = userIdentity()
const withinMs = { timeout: 20_000 }

type Found = {
  readonly usesMeaning: boolean
  readonly edges: readonly {
    readonly signals: { readonly vector: number }
    readonly node: { readonly title: string }
  }[]
}
async function search(graph: TestGraph, query: string, mode = 'HYBRID', asOf?: object): Promise<Found> {
  const text = `query ($query: String!, $mode: SearchMode!, $asOf: AsOfInput) {
    searchMemories(query: $query, mode: $mode, asOf: $asOf, first: 5) {
    usesMeaning edges { signals { vector } node { title } } } }`
  return (await graph.must<{ searchMemories: Found }>(writer, text, { query, mode, asOf })).searchMemories
}
/** The title of what means most nearly the same; null while nothing is found by its meaning. */
async function closest(graph: TestGraph, query: string, asOf?: object): Promise<string | null> {
  const { edges } = await search(graph, query, 'HYBRID', asOf)
  const [best] = edges.toSorted((a, b) => b.signals.vector - a.signals.vector)
  return best === undefined || best.signals.vector === 0 ? null : best.node.title
}

const remote = (url: string, model = 'words-1') => ({
  EMBEDDINGS: 'remote',
  EMBEDDINGS_URL: url,
  EMBEDDINGS_MODEL: model,
  EMBEDDINGS_KEY: 'a-key',
})
const rememberAll = async (graph: TestGraph) => {
  await graph.remember(writer, 'A feline sleeps')
  await graph.remember(writer, 'The automobile is red')
  return graph.remember(writer, 'Some funds are left')
}

test('the model in its package finds a memory by another wording, which a search by words does not', async () => {
  await using graph = await startGraph({ env: { EMBEDDINGS: 'local' } })
  await graph.remember(writer, 'A kitten is asleep on the rug')
  await graph.remember(writer, 'Quarterly revenue rose by a tenth')
  const query = 'cat lying upon a carpet'
  expect((await search(graph, query, 'TEXT')).edges).toEqual([])
  await expect.poll(() => closest(graph, query), withinMs).toBe('A kitten is asleep on the rug')
})

test('as of an earlier moment meaning counts, but for texts of then that have been rewritten', async () => {
  await using server = await startMeaningServer()
  await using graph = await startGraph({ env: remote(server.url) })
  const id = await graph.remember(writer, 'A feline sleeps')
  await graph.remember(writer, 'The automobile is red')
  const then = { seq: 2 }
  await expect.poll(() => closest(graph, 'kitten', then), withinMs).toBe('A feline sleeps')
  await expect.poll(() => closest(graph, 'vehicle', then), withinMs).toBe('The automobile is red')
  const update = 'mutation ($i: UpdateMemoryInput!) { updateMemory(input: $i) { memory { id } } }'
  await graph.must(writer, update, { i: { id, title: 'A physician sleeps' } })
  // Everything is a little like everything: what is closest is all that has vectors.
  await expect.poll(() => closest(graph, 'kitten', then), withinMs).toBe('The automobile is red')
  expect(await closest(graph, 'medic', then)).toBe('The automobile is red')
  expect(await closest(graph, 'vehicle', then)).toBe('The automobile is red')
  expect(await closest(graph, 'medic', { seq: 3 })).toBe('A physician sleeps')
  expect((await search(graph, 'feline', 'HYBRID', then)).edges[0]?.node.title).toBe('A feline sleeps')
})

test('as of an earlier moment memories are alike by meaning, where their texts of then have not been rewritten', async () => {
  await using server = await startMeaningServer()
  await using graph = await startGraph({ env: remote(server.url) })
  const id = await graph.remember(writer, 'A feline sleeps')
  const kitten = await graph.remember(writer, 'Our kitten')
  await graph.remember(writer, 'The automobile is red')
  const query = `query ($id: ID!, $asOf: AsOfInput) { memory(id: $id, asOf: $asOf) { similar { text vector node { title } } } }`
  type Likes = { memory: { similar: { text: number; vector: number | null; node: { title: string } }[] } }
  const likes = async (asOf?: object) => (await graph.must<Likes>(writer, query, { id, asOf })).memory.similar
  await expect.poll(async () => (await likes())[1]?.vector, withinMs).toBeTypeOf('number')
  const now = await likes()
  expect(now[0]).toMatchObject({ vector: expect.closeTo(1), node: { title: 'Our kitten' } })
  const close = ({ vector, ...rest }: Likes['memory']['similar'][number]) => ({
    ...rest,
    vector: expect.closeTo(vector ?? -1),
  })
  expect(await likes({ seq: 3 })).toEqual(now.map(close))
  const update = 'mutation ($i: UpdateMemoryInput!) { updateMemory(input: $i) { memory { id } } }'
  await graph.must(writer, update, { i: { id: kitten, title: 'Our physician' } })
  await expect
    .poll(async () => (await likes({ seq: 4 })).map(({ node }) => node.title), withinMs)
    .toContain('Our physician')
  expect((await likes({ seq: 3 })).map(({ node }) => node.title)).toEqual(['The automobile is red'])
})

test('without embeddings a search goes by the other signals, and says so', async () => {
  await using graph = await startGraph()
  await graph.remember(writer, 'A kitten is asleep')
  const { usesMeaning, edges } = await search(graph, 'kitten')
  expect([usesMeaning, edges.length, edges[0]?.signals.vector]).toEqual([false, 1, 0])
})

test('an endpoint is asked with its key after the commit, again when it fails, and the commit does not wait', async () => {
  await using server = await startMeaningServer()
  server.fail(3)
  await using graph = await startGraph({ env: remote(server.url) })
  await rememberAll(graph)
  await expect.poll(() => server.failuresLeft(), withinMs).toBeLessThanOrEqual(0)
  await expect.poll(() => closest(graph, 'kitten'), withinMs).toBe('A feline sleeps')
  expect(server.asked().every(({ key, model }) => key === 'Bearer a-key' && model === 'words-1')).toBe(true)
})

test('while the endpoint is away a search is answered without meaning', async () => {
  await using server = await startMeaningServer()
  await using graph = await startGraph({ env: remote(server.url) })
  await rememberAll(graph)
  server.fail(1_000)
  expect(await search(graph, 'automobile')).toMatchObject({ usesMeaning: false, edges: [{}] })
})

test('a changed memory is found by what it means now, a deleted one no more, and other changes cost no embedding', async () => {
  await using server = await startMeaningServer()
  await using graph = await startGraph({ env: remote(server.url) })
  const id = await rememberAll(graph)
  await expect.poll(() => closest(graph, 'cash'), withinMs).toBe('Some funds are left')
  const update = 'mutation ($input: UpdateMemoryInput!) { updateMemory(input: $input) { memory { id } } }'
  await graph.must(writer, update, { input: { id, importance: 0.5 } })
  await graph.must(writer, update, { input: { id, title: 'The physician came' } })
  await expect.poll(() => closest(graph, 'medic'), withinMs).toBe('The physician came')
  expect(server.texts().filter((text) => text.startsWith('Some funds'))).toHaveLength(1)
  await graph.must(writer, 'mutation ($input: DeleteMemoryInput!) { deleteMemory(input: $input) { memory { id } } }', {
    input: { id },
  })
  expect(await closest(graph, 'medic')).not.toBe('The physician came')
  await graph.must(
    writer,
    'mutation ($input: RestoreMemoryInput!) { restoreMemory(input: $input) { memory { id } } }',
    {
      input: { id },
    },
  )
  await expect.poll(() => closest(graph, 'medic'), withinMs).toBe('The physician came')
})

/** The embedded database ends with the subgraph that used it. */
test.skipIf(testDatabaseUrl === undefined)(
  'another model embeds everything anew behind searches, which go on',
  async () => {
    await using server = await startMeaningServer()
    const folder = await mkdtemp(join(tmpdir(), 'memory-graph-'))
    const connection = await testConnection(graphModules)
    {
      await using graph = await startGraph({ folder, connection, env: remote(server.url) })
      await rememberAll(graph)
      await expect.poll(() => closest(graph, 'kitten'), withinMs).toBe('A feline sleeps')
    }
    {
      await using graph = await startGraph({ folder, connection, env: remote(server.url, 'words-2') })
      expect((await search(graph, 'automobile')).edges[0]?.node.title).toBe('The automobile is red')
      await expect.poll(() => closest(graph, 'vehicle'), withinMs).toBe('The automobile is red')
      expect(
        server
          .asked()
          .filter(({ model }) => model === 'words-2')
          .flatMap(({ input }) => input),
      ).toContain('A feline sleeps.')
    }
    await rm(folder, { recursive: true, force: true })
  },
)

test('a graph that is built anew, and that of another process, get their vectors without asking the model again', async () => {
  await using server = await startMeaningServer()
  await using graph = await startGraph({ env: remote(server.url) })
  await rememberAll(graph)
  await expect.poll(() => closest(graph, 'kitten'), withinMs).toBe('A feline sleeps')
  await expect.poll(() => server.texts().filter((text) => text.endsWith('.')).length, withinMs).toBe(3)
  const texts = server.texts().filter((text) => text.endsWith('.'))
  const rebuild = 'mutation ($input: RebuildGraphInput!) { rebuildGraph(input: $input) { memories } }'
  const service = serviceIdentity('collaboration', writer.tenantId)
  await graph.must(service, rebuild, { input: { tenantId: writer.tenantId } })
  await expect.poll(() => closest(graph, 'kitten'), withinMs).toBe('A feline sleeps')

  await using other = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'memory-graph-'))
  other.defer(() => rm(folder, { recursive: true, force: true }))
  const log = createLog({ name: 'test', level: 'silent' })
  const { database, events } = graph
  const engine = other.use(await createGraphEngine({ folder, log }))
  const news = other.use(await openCommitNews(events))
  const embedder = createRemoteEmbedder({ url: server.url, model: 'words-1', key: 'a-key' })
  other.use(await startEmbedding({ database, engine, events, log, embedder }, news, 50))
  await expect.poll(() => engine.vectorSeq(tenantOf(writer), embedder.model), withinMs).toBe(3)
  expect(server.texts().filter((text) => text.endsWith('.'))).toEqual(texts)
})

test('a configuration names everything that an endpoint lacks', () => {
  expect(() => memoryGraph.readConfig({ EMBEDDINGS: 'remote', EMBEDDINGS_URL: 'ftp://nowhere' })).toThrow(
    /EMBEDDINGS_URL[^]*EMBEDDINGS_MODEL/,
  )
})
