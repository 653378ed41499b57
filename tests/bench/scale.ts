/**
 * `npm run bench -- scale [memories …]`: how the answers of memory-graph grow with a tenant's graph, three relations a
 * memory, through GraphQL; beside Kuzu asked for the same neighbours without any of it, and a graph built anew beside its
 * first import. Give TEST_DATABASE_URL for PostgreSQL.
 */
import { availableParallelism, loadavg } from 'node:os'
import { madeQuestion, seeded } from '@graphmemory/memory-graph/bench/made-rows.ts'
import { plainKuzu } from '@graphmemory/memory-graph/bench/plain-kuzu.ts'
import { serviceIdentity } from '@graphmemory/testing/test-identity.ts'
import { measuredGraph } from './memory-graph/measured-graph.ts'
import { percentilesOf, type Percentiles } from './memory-graph/percentiles.ts'

/** What each may take at 100,000 memories, p95 in milliseconds. */
const targets = { 'point read': 10, 'two hops': 50, 'hybrid search': 80, 'write to visible': 100 } as const
type Measured = Readonly<Record<keyof typeof targets, Percentiles>> & {
  readonly plainTwoHops: Percentiles
  readonly importSeconds: number
  readonly rebuildSeconds: number
}

const given = process.argv.slice(2).map(Number)
const sizes = given.length > 0 ? given : [1_000, 10_000, 100_000]
const results = new Map<number, Measured>()
for (const size of sizes) results.set(size, await measure(size))

console.log(
  `load of the machine (${availableParallelism()} cores): ${loadavg()
    .map((one) => one.toFixed(1))
    .join(' ')}`,
)
console.table(
  [...results].map(([memories, measured]) => ({
    memories,
    ...Object.fromEntries(kinds().map((kind) => [`${kind} p50/p95 ms`, both(measured[kind])])),
    'two hops, plain Kuzu': both(measured.plainTwoHops),
    'GraphQL / plain': (measured['two hops'].p50 / measured.plainTwoHops.p50).toFixed(1),
    'import s': measured.importSeconds.toFixed(1),
    'rebuild s': measured.rebuildSeconds.toFixed(1),
    'rebuild / import': (measured.rebuildSeconds / measured.importSeconds).toFixed(2),
  })),
)
for (const kind of kinds()) console.log(plot(kind))

async function measure(size: number): Promise<Measured> {
  const { graph, folder, viewer, fill, remove } = await measuredGraph()
  const random = seeded(size)
  const importing = performance.now()
  await fill(size)
  const importSeconds = (performance.now() - importing) / 1_000

  const some = await graph.must<{ memories: { nodes: { id: string }[] } }>(
    viewer,
    '{ memories(first: 100, sort: TITLE) { nodes { id } } }',
  )
  const ids = some.memories.nodes.map(({ id }) => id)
  const idOf = (n: number) => ({ id: ids[n % ids.length] ?? '' })
  const search = 'query ($query: String!) { searchMemories(query: $query) { nodes { id title } } }'
  const find = (query: string) =>
    graph.must<{ searchMemories: { nodes: { id: string; title: string }[] } }>(viewer, search, { query })
  const create =
    'mutation ($title: String!) { createMemory(input: { type: "SEMANTIC", title: $title }) { memory { id } } }'

  const point = await percentilesOf(200, (n) =>
    graph.must(viewer, 'query ($id: ID!) { memory(id: $id) { id title content tags version } }', idOf(n)),
  )
  const twoHops = await percentilesOf(200, (n) =>
    graph.must(
      viewer,
      'query ($id: ID!) { memory(id: $id) { neighbours(depth: 2, first: 100) { nodes { id } } } }',
      idOf(n),
    ),
  )
  const hybrid = await percentilesOf(200, () => find(madeQuestion(random)))
  const visible = await percentilesOf(100, async (n) => {
    const title = `zyzzyva${size}x${n}`
    await graph.must(viewer, create, { title })
    while ((await find(title)).searchMemories.nodes[0]?.title !== title);
  })
  const rebuilding = performance.now()
  const rebuild = 'mutation ($t: ID!) { rebuildGraph(input: { tenantId: $t }) { seq } }'
  await graph.must(serviceIdentity('gm', viewer.tenantId), rebuild, { t: viewer.tenantId })
  const rebuildSeconds = (performance.now() - rebuilding) / 1_000
  await graph[Symbol.asyncDispose]()

  const plain = await plainKuzu(folder, viewer.tenantId ?? '')
  const plainTwoHops = await percentilesOf(200, async (n) => plain.twoHops(idOf(n).id))
  await plain.close()
  await remove()
  const answers = { 'point read': point, 'two hops': twoHops, 'hybrid search': hybrid, 'write to visible': visible }
  return { ...answers, plainTwoHops, importSeconds, rebuildSeconds }
}

function kinds() {
  return Object.keys(targets) as (keyof typeof targets)[]
}

function both({ p50, p95 }: Percentiles): string {
  return `${p50.toFixed(1)} / ${p95.toFixed(1)}`
}

/** A bar a size on a logarithmic scale from 0.1 ms on; `|` is the target. */
function plot(kind: keyof typeof targets): string {
  const length = (ms: number) => Math.max(1, Math.round(15 * Math.log10(ms * 10)))
  const target = length(targets[kind])
  const bars = [...results].map(([size, measured]) => {
    const { p95 } = measured[kind]
    const bar = '#'.repeat(length(p95)).padEnd(target)
    return `${String(size).padStart(9)} ${bar.slice(0, target)}|${bar.slice(target)} ${p95.toFixed(1)}`
  })
  return [`${kind}, p95 ms (target ${targets[kind]})`, ...bars].join('\n')
}
