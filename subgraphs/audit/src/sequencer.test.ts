import { spawn, type ChildProcess } from 'node:child_process'
import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test, vi } from 'vitest'
import type { Connection } from '@graphmemory/database/connection.ts'
import type { Database } from '@graphmemory/database/database.ts'
import { openEmbedded } from '@graphmemory/database/open-embedded.ts'
import { testConnection } from '@graphmemory/testing/test-database.ts'
import { decodeLeaf } from './leaf.ts'
import { leafHash, nodeHash } from './merkle-tree.ts'
import { audit } from './subgraph.ts'
import { testAudit, testEnv } from './testing/test-audit.ts'

/** The same numbers in [0, 1) for the same seed. */
function* randomNumbers(seed: number): Generator<number, never> {
  for (let n = 0; ; n++) yield createHash('sha256').update(`${seed}/${n}`).digest().readUInt32BE() / 2 ** 32
}

type Ledger = { readonly kept: Map<string, string>; readonly dropped: Set<string> }

/** Starts a process that writes and seals, and notes in the ledger what it acknowledges. */
async function startVictim(place: string, tenants: readonly string[], keys: string, ledger: Ledger) {
  const program = join(import.meta.dirname, 'testing/victim.ts')
  const child = spawn(process.execPath, [program, tenants.join(','), place, keys], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ready = Promise.withResolvers<void>()
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    const [word, first = '', second = ''] = line.split(' ')
    if (word === 'ready') ready.resolve()
    if (word === 'kept') ledger.kept.set(second, first)
    if (word === 'dropped') ledger.dropped.add(first)
  })
  const closed = new Promise<void>((resolve) => lines.once('close', resolve))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await Promise.race([ready.promise, ended.then(() => Promise.reject(new Error('it ended before it was ready')))])
  return { child, gone: Promise.all([closed, ended]) }
}

const kill = async ({ child, gone }: { child: ChildProcess; gone: Promise<unknown> }) => {
  child.kill('SIGKILL')
  await gone
}

/** Everything that must hold of every log in a database, whatever happened while it was written. */
async function assertLogsHold(database: Database, { kept, dropped }: Ledger) {
  const rows = <Row>(sql: string) =>
    database.withRole('gm_audit_sequencer', (em) => em.execute<(Row & { tenant_id: string })[]>(sql))
  const leaves = await rows<{ index: number; event_id: string; bytes: Uint8Array }>(
    'select tenant_id, index::float8 as index, event_id, bytes from audit.leaf order by tenant_id, index',
  )
  const logs = await rows<{ size: number }>('select tenant_id, size::float8 as size from audit.log')
  const checkpoints = await rows<{ size: number; root_hash: Uint8Array; note: string }>(
    'select tenant_id, size::float8 as size, root_hash, note from audit.checkpoint order by tenant_id, size',
  )
  const nodes = await rows<{ level: number; index: number; hash: Uint8Array }>(
    'select tenant_id, level, index::float8 as index, hash from audit.node',
  )
  const [key] = await database.withRole('gm_audit_sequencer', (em) =>
    em.execute<{ public_key: Uint8Array }[]>('select public_key from audit.signing_key'),
  )
  const x = Buffer.from(key?.public_key ?? []).toString('base64url')
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })

  const ids = new Set(leaves.map(({ event_id }) => event_id))
  expect(ids.size, 'each event once').toBe(leaves.length)
  expect(
    [...kept.keys()].filter((id) => !ids.has(id)),
    'nothing that was acknowledged is lost',
  ).toEqual([])
  expect(
    [...dropped].filter((id) => ids.has(id)),
    'nothing that was rolled back is there',
  ).toEqual([])
  for (const { tenant_id, size } of logs) {
    const own = leaves.filter((leaf) => leaf.tenant_id === tenant_id)
    expect(own.map(({ index }) => index)).toEqual(own.map((_, i) => i))
    expect(own.length).toBe(size)
    for (const { index, event_id, bytes } of own)
      expect(decodeLeaf(bytes)).toMatchObject({ index, id: event_id, tenantId: tenant_id })
    const rootOf = treeOver(own.map(({ bytes }) => leafHash(bytes)))
    const ownCheckpoints = checkpoints.filter((checkpoint) => checkpoint.tenant_id === tenant_id)
    expect(ownCheckpoints.at(-1)?.size).toBe(size)
    for (const checkpoint of ownCheckpoints) assertCheckpoint(checkpoint, rootOf(0, checkpoint.size), publicKey)
    const ownNodes = nodes.filter((node) => node.tenant_id === tenant_id)
    for (const { level, index, hash } of ownNodes)
      expect(rootOf(index * 2 ** level, (index + 1) * 2 ** level).equals(hash)).toBe(true)
    expect(ownNodes.length).toBe(perfectSubtrees(size))
  }
  return { leaves: leaves.length, checkpoints: checkpoints.length }
}

function assertCheckpoint(
  { size, root_hash, note }: { size: number; root_hash: Uint8Array; note: string },
  root: Buffer,
  publicKey: KeyObject,
) {
  expect(root.equals(root_hash)).toBe(true)
  const [text = '', signatures = ''] = note.split('\n\n')
  expect(text.split('\n').slice(1)).toEqual([String(size), root.toString('base64')])
  const signature = Buffer.from(signatures.trim().split(' ')[2] ?? '', 'base64').subarray(4)
  expect(verify(null, Buffer.from(`${text}\n`), publicKey, signature)).toBe(true)
}

/** The definition of RFC 9162, section 2.1.1, for the leaves from `start` up to `end`; what was put together once is kept. */
function treeOver(hashes: readonly Buffer[]): (start: number, end: number) => Buffer {
  const known = new Map<string, Buffer>()
  const rootOf = (start: number, end: number): Buffer => {
    const [first] = hashes.slice(start, start + 1)
    if (first === undefined || end > hashes.length) throw new RangeError(`no leaves from ${start} to ${end}`)
    if (end - start === 1) return first
    const middle = start + 2 ** Math.ceil(Math.log2(end - start) - 1)
    const made = known.get(`${start}-${end}`) ?? nodeHash(rootOf(start, middle), rootOf(middle, end))
    known.set(`${start}-${end}`, made)
    return made
  }
  return rootOf
}

const perfectSubtrees = (size: number) => {
  let count = 0
  for (let width = 1; width <= size; width *= 2) count += Math.floor(size / width)
  return count
}

/** A place that processes can open one after another, or at once where it is a server. */
async function openPlace() {
  const connection = await testConnection(audit.modules)
  if (connection.kind === 'server') {
    return { place: connection.url, victims: 3, kills: 16, reopen: async () => connection, remove: async () => {} }
  }
  const folder = await mkdtemp(join(tmpdir(), 'sequencer-'))
  const created = await openEmbedded({ folder, dump: await connection.pglite.dumpDataDir('none') })
  await created.close()
  await connection.pglite.close()
  const reopen = async (): Promise<Connection> => {
    const pglite = await openEmbedded({ folder })
    await pglite.exec('set role gm_service')
    return { kind: 'embedded', pglite }
  }
  return { place: folder, victims: 1, kills: 4, reopen, remove: () => rm(folder, { recursive: true }) }
}

test(
  'sequencers that are killed again and again lose nothing, invent nothing and leave no gap',
  { timeout: 180_000 },
  async () => {
    const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000)
    const random = randomNumbers(seed)
    const { place, victims, kills, reopen, remove } = await openPlace()
    const tenants = ['ten_a', 'ten_b', 'ten_c', 'ten_d', 'ten_e']
    const env = testEnv()
    const ledger: Ledger = { kept: new Map(), dropped: new Set() }
    const start = () => startVictim(place, tenants, env.KEY_ENCRYPTION_KEYS, ledger)

    const running = []
    for (let i = 0; i < victims; i++) running.push(await start())
    for (let n = 0; n < kills; n++) {
      const enough = ledger.kept.size + Math.ceil(random.next().value * 40)
      await vi.waitFor(() => expect(ledger.kept.size).toBeGreaterThanOrEqual(enough), { timeout: 30_000, interval: 1 })
      const victim = running.shift()
      if (victim !== undefined) await kill(victim)
      running.push(await start())
    }
    for (const victim of running) await kill(victim)

    // What is left in the outbox is sealed by the next process to come.
    await using product = await testAudit({ env, connection: await reopen() })
    await vi.waitFor(
      async () => {
        const [left] = await product.database.withRole('gm_audit_sequencer', (em) =>
          em.execute<{ n: number }[]>('select count(*)::int as n from audit.outbox'),
        )
        expect(left?.n).toBe(0)
      },
      { timeout: 30_000 },
    )
    const held = await assertLogsHold(product.database, ledger).catch((error: unknown) => {
      throw new Error(`with TEST_SEED=${seed}`, { cause: error })
    })
    expect(ledger.kept.size).toBeGreaterThan(20)
    expect(held.leaves).toBeGreaterThanOrEqual(ledger.kept.size)
    await remove()
  },
)
