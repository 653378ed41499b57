import { randomBytes } from 'node:crypto'
import { audit } from '@graphmemory/audit'
import { audited } from '@graphmemory/audit-outbox/audited.ts'
import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { recordAudits } from '@graphmemory/audit-outbox/record-audits.ts'
import { openDatabase, type Em } from '@graphmemory/database/database.ts'
import { defineMigration, type DatabaseModule } from '@graphmemory/database/module.ts'
import { tenantTable } from '@graphmemory/database/tenant-table.ts'
import { testConnection } from '@graphmemory/testing/test-database.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { testSubgraph } from '@graphmemory/testing/test-subgraph.ts'

// What auditing costs a transaction, how fast records are sealed, and how long reading a large log takes.
//   TEST_DATABASE_URL=… node tests/bench/audit.ts [LEAVES]       (embedded without the variable)

const leaves = Number(process.argv[2] ?? 20_000)
const rounds = 5
const perRound = 300

const table = (name: string) => [
  `create table bench.${name} (id bigint generated always as identity primary key, tenant_id text not null, body text not null)`,
  ...tenantTable(`bench.${name}`),
]
const benchModule: DatabaseModule = {
  name: 'bench',
  entities: [],
  migrations: [
    defineMigration({
      name: '0001-bench',
      up: [
        'create schema bench',
        'grant usage on schema bench to gm_app',
        ...table('plain'),
        ...table('audited'),
        ...audited('bench.audited'),
      ],
      down: ['drop schema bench cascade'],
    }),
  ],
}

const viewer = userIdentity()
const insert = (em: Em, name: string) =>
  em.execute(`insert into bench.${name} (tenant_id, body) values (?, 'text')`, [viewer.tenantId], 'run')
const record = (em: Em) =>
  recordAudit(em, viewer, {
    type: 'data_modification',
    action: 'memory.create',
    resource: { type: 'memory', id: 'mem_x' },
  })

const transactions: Record<string, (em: Em) => Promise<unknown>> = {
  'a row': (em) => insert(em, 'plain'),
  'a record and a row': async (em) => [await record(em), await insert(em, 'plain')],
  'a record and an audited row': async (em) => [await record(em), await insert(em, 'audited')],
  'an audited row and a record': async (em) => [await insert(em, 'audited'), await record(em)],
}

const percentile = (times: readonly number[], share: number) =>
  times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) * share)]?.toFixed(2) ?? '-'

async function timesOf(count: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < count; i++) {
    const from = performance.now()
    await work()
    times.push(performance.now() - from)
  }
  return times
}

const connection = await testConnection([...audit.modules, benchModule])
await using database = await openDatabase(connection, [])
const times = new Map(Object.keys(transactions).map((name) => [name, [] as number[]]))
for (let round = 0; round < rounds; round++)
  for (const [name, work] of Object.entries(transactions))
    times.get(name)?.push(...(await timesOf(perRound, () => database.withTenant(viewer, work))))
console.log('one transaction, ms (p50 p95)')
for (const [name, all] of times) console.log(`  ${name.padEnd(28)} ${percentile(all, 0.5)} ${percentile(all, 0.95)}`)

const records = Array.from({ length: 500 }, (_, i) => ({
  type: 'data_modification' as const,
  action: i % 50 === 0 ? 'memory.delete' : 'memory.create',
  resource: { type: 'memory', id: `mem_${i}` },
  details: { title: 'a title of some length', version: i },
}))
for (let n = 0; n < leaves; n += records.length)
  await database.withTenant(viewer, (em) =>
    recordAudits(
      em,
      records.map((each) => ({ identity: viewer, record: each })),
    ),
  )

const env = { KEY_ENCRYPTION_KEYS: `v1:${randomBytes(32).toString('base64')}` }
const from = performance.now()
const product = await testSubgraph(audit, { env, connection })
const waiting = () =>
  database.withRole('gm_audit_sequencer', (em) =>
    em.execute<{ n: number }[]>('select count(*)::int as n from (select from audit.outbox limit 1) as waiting'),
  )
const total = leaves + rounds * perRound * 3
while ((await waiting())[0]?.n !== 0) await new Promise((resolve) => setTimeout(resolve, 20))
const seconds = (performance.now() - from) / 1_000
console.log(`sealed ${total} in ${seconds.toFixed(1)} s: ${Math.round(total / seconds)} a second`)

const queries: Record<string, string> = {
  'newest 20': '{ auditEvents { nodes { id action actor { id } details personal leaf } } }',
  'newest 100': '{ auditEvents(first: 100) { nodes { id action actor { id } details personal leaf } } }',
  'by action': '{ auditEvents(filter: { actions: ["memory.delete"] }) { nodes { id action leaf } } }',
  'by resource': '{ auditEvents(filter: { resourceId: "mem_7" }) { nodes { id action leaf } } }',
  checkpoint: '{ auditCheckpoint { size rootHash note } }',
  consistency: `{ auditConsistency(from: 12345, to: ${total}) { path } }`,
}
console.log(`reading a log of ${total}, ms (p50 p95)`)
for (const [name, query] of Object.entries(queries)) {
  const all = await timesOf(200, () => product.must(viewer, query))
  console.log(`  ${name.padEnd(28)} ${percentile(all, 0.5)} ${percentile(all, 0.95)}`)
}
const { auditEvents } = await product.must<{ auditEvents: { nodes: { id: string }[] } }>(
  viewer,
  '{ auditEvents(first: 100) { nodes { id } } }',
)
const ids = auditEvents.nodes.map(({ id }) => id)
let next = 0
const proofs = await timesOf(200, () =>
  product.must(viewer, 'query ($id: ID!) { auditProof(eventId: $id) { path rootHash } }', {
    id: ids[next++ % ids.length],
  }),
)
console.log(`  ${'proof'.padEnd(28)} ${percentile(proofs, 0.5)} ${percentile(proofs, 0.95)}`)
await product[Symbol.asyncDispose]()
process.exit(0)
