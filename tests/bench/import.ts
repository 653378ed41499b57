/**
 * `node tests/bench/import.ts [memories]`: how fast lines become rows and a graph that answers, three relations a memory,
 * beside Kuzu's own COPY of the same rows; then the same graph built anew. Give TEST_DATABASE_URL for PostgreSQL.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryGraph } from '@graphmemory/memory-graph'
import { serviceIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { testSubgraph } from '@graphmemory/testing/test-subgraph.ts'

const count = Number(process.argv[2] ?? 100_000)
const words = 'harbour lantern meadow copper violin thunder orchard glacier pepper compass velvet saffron'.split(' ')

async function* body(): AsyncIterable<Uint8Array> {
  let piece = ''
  const line = (fields: object) => (piece += `${JSON.stringify(fields)}\n`)
  for (let n = 0; n < count; n++) {
    const content = Array.from(
      { length: 20 },
      (_, k) => words[(n * 7 + k * k + Math.floor(n / 13)) % words.length],
    ).join(' ')
    line({
      kind: 'memory',
      externalId: `m${n}`,
      type: 'SEMANTIC',
      title: `Memory ${n}`,
      content,
      tags: [words[n % 12]],
    })
    for (const back of [1, 7, 101]) {
      if (n >= back) line({ kind: 'relation', from: `m${n}`, to: `m${n - back}`, type: 'RELATED_TO' })
    }
    if (piece.length < 65_536) continue
    yield Buffer.from(piece)
    piece = ''
  }
  yield Buffer.from(piece)
}

const viewer = userIdentity()
const folder = await mkdtemp(join(tmpdir(), 'import-'))
await using stack = new AsyncDisposableStack()
stack.defer(() => rm(folder, { recursive: true, force: true }))
const graph = stack.use(
  await testSubgraph(memoryGraph, {
    env: { GRAPH_FOLDER: folder, EMBEDDINGS: 'none' },
    authenticate: async () => viewer,
  }),
)
let peakBytes = 0
const watch = setInterval(() => (peakBytes = Math.max(peakBytes, process.memoryUsage.rss())), 200)

const isCurrent = async () => {
  const { data } = await graph.ask(viewer, '{ searchMemories(query: "harbour", first: 1) { stale nodes { id } } }')
  const found = data as { searchMemories: { stale: boolean; nodes: object[] } } | null | undefined
  return found?.searchMemories.stale === false && found.searchMemories.nodes.length === 1
}

/** This process's own: neither PostgreSQL's nor the engine's. */
const cpuSeconds = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

const from = performance.now()
const cpuFrom = cpuSeconds()
const route = graph.subgraph.routes.find(({ path }) => path === '/import')
const answer = await route?.handle({ query: new URLSearchParams(), headers: {}, body: body(), ip: '' })
let last = ''
if (answer === undefined) throw new Error('no route')
for await (const line of answer.body as AsyncIterable<string>) last = line
const rowsMs = performance.now() - from
const rowsCpu = cpuSeconds() - cpuFrom
while (!(await isCurrent()));
const wholeMs = performance.now() - from
const wholeCpu = cpuSeconds() - cpuFrom

const rebuilding = performance.now()
await graph.must(
  serviceIdentity('gm', viewer.tenantId),
  'mutation ($t: ID!) { rebuildGraph(input: { tenantId: $t }) { seq } }',
  {
    t: viewer.tenantId,
  },
)
const rebuildMs = performance.now() - rebuilding
const rebuildCpu = cpuSeconds() - cpuFrom - wholeCpu
clearInterval(watch)

const row = (what: string, ms: number, cpu: number) => ({
  what,
  seconds: (ms / 1_000).toFixed(1),
  'memories a second': Math.round(count / (ms / 1_000)),
  'CPU seconds of this process': cpu.toFixed(1),
})
console.log(last.trim())
console.table([
  row('rows in PostgreSQL', rowsMs, rowsCpu),
  row('and the graph answers', wholeMs, wholeCpu),
  row('the graph built anew', rebuildMs, rebuildCpu),
])
console.log(
  `rebuild / first import: ${(rebuildMs / wholeMs).toFixed(2)}   peak of this process: ${Math.round(peakBytes / 2 ** 20)} MiB`,
)
