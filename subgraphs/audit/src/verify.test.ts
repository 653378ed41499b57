import { execFile } from 'node:child_process'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { User } from '@graphmemory/identity/identity.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { signCheckpoint, toVerifierKey } from './checkpoint-note.ts'
import { testAudit, type TestAudit } from './testing/test-audit.ts'

type Line = Record<string, unknown> & { kind: string }

const verifier = resolve(import.meta.dirname, '../verify.mjs')
let audit: TestAudit
let folder: string
let viewer: User
let whole: Line[]
let earlier: { size: number; note: string }
let key: string

beforeAll(async () => {
  audit = await testAudit()
  folder = await mkdtemp(join(tmpdir(), 'verify-'))
  viewer = userIdentity()
  for (let i = 0; i < 6; i++) await audit.record(viewer)
  earlier = await audit.sealed(viewer, 6)
  for (let i = 0; i < 7; i++) await audit.record(viewer)
  await audit.sealed(viewer, 13)
  whole = (await exported({})).lines
  key = String([whole[0]?.['verifierKeys']].flat()[0])
})
afterAll(async () => {
  await audit[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

async function exported(input: object) {
  const { exportAudit } = await audit.must<{ exportAudit: { jsonl: string; next: number | null } }>(
    viewer,
    'mutation ($input: ExportAuditInput!) { exportAudit(input: $input) { jsonl next } }',
    { input },
  )
  const lines = exportAudit.jsonl
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  return { lines, next: exportAudit.next }
}

let files = 0
async function toFile(content: readonly Line[] | string) {
  const file = join(folder, `${files++}`)
  await writeFile(
    file,
    typeof content === 'string' ? content : content.map((line) => `${JSON.stringify(line)}\n`).join(''),
  )
  return file
}

/** Runs the verifier as an auditor would. */
function run(...args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [verifier, ...args], (error, stdout) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout }),
    )
  })
}
const check = async (lines: readonly Line[], ...options: readonly string[]) => run(...options, await toFile(lines))
const leaves = () => whole.filter(({ kind }) => kind === 'leaf')
const withoutLeaves = () => whole.filter(({ kind }) => kind !== 'leaf')

describe('the offline verifier', () => {
  test('accepts what was exported, in one piece or in several, and names the log', async () => {
    const { code, output } = await check(whole, '--key', key)
    expect(output).toMatch(/^\d+ leaves are in the signed log of example\.test\//)
    expect(code).toBe(0)
    const pieces: string[] = []
    let known: Line | undefined
    for (let from: number | null = 0; from !== null;) {
      const knownSize = known === undefined ? {} : { knownSize: Number(String(known['note']).split('\n')[1]) }
      const piece = await exported({ from, first: 5, ...knownSize })
      known = piece.lines.find(({ kind }) => kind === 'checkpoint')
      // Each export is recorded, so the log grows while it is exported: five leaves a piece catch up.
      pieces.push(await toFile(piece.lines))
      from = piece.next
    }
    expect(pieces.length).toBeGreaterThan(2)
    expect(await run('--key', key, ...pieces)).toMatchObject({ code: 0 })
    expect((await run('--key', key, ...pieces.toSpliced(-1, 1))).output).toMatch(/are not in these exports/)
    expect(await run('--partial', '--key', key, ...pieces.toSpliced(-1, 1))).toMatchObject({ code: 0 })
    await audit.sealed(viewer, Number(String(known?.['note']).split('\n')[1]) + 1) // the last export's own record
    const later = await toFile((await exported({ from: 14 })).lines)
    expect(await run('--key', key, ...pieces, later)).toMatchObject({
      code: 1,
      output: expect.stringContaining('nothing here proves'),
    })
  })

  test('says when nobody vouches for the key', async () => {
    expect((await check(whole)).output).toContain("the key is the export's own")
  })

  test('accepts an export that continues a checkpoint which was kept, by its leaves or by its proof', async () => {
    const kept = await toFile(earlier.note)
    expect(await check(whole, '--key', key, '--checkpoint', kept)).toMatchObject({ code: 0 })
    const { lines } = await exported({ from: 10, knownSize: earlier.size })
    expect(await check(lines, '--key', key, '--partial', '--checkpoint', kept)).toMatchObject({ code: 0 })
    const unproven = lines.filter(({ kind }) => kind !== 'consistency')
    expect(await check(unproven, '--key', key, '--partial', '--checkpoint', kept)).toMatchObject({
      code: 1,
      output: expect.stringContaining('nothing here proves'),
    })
  })

  test('finds a leaf that was taken away', async () => {
    expect(await check(whole.filter((line) => line['index'] !== 4))).toMatchObject({
      code: 1,
      output: expect.stringContaining('leaf 4 is missing'),
    })
  })

  test('finds leaves that were put into another order, whatever they say of themselves', async () => {
    const [a, b, ...rest] = leaves()
    if (a === undefined || b === undefined) throw new Error('too few leaves')
    expect((await check([...withoutLeaves(), b, a, ...rest])).code).toBe(1)
    const renumbered = [...withoutLeaves(), { ...b, index: 0 }, { ...a, index: 1 }, ...rest]
    expect(await check(renumbered)).toMatchObject({
      code: 1,
      output: expect.stringContaining('are not those of the signed log'),
    })
  })

  test('finds a changed leaf', async () => {
    const forged = whole.map((line) => {
      if (line['index'] !== 3) return line
      const leaf = Buffer.from(String(line['leaf']), 'base64').toString()
      return { ...line, leaf: Buffer.from(leaf.replace('memory.create', 'memory.delete')).toString('base64') }
    })
    expect(await check(forged)).toMatchObject({
      code: 1,
      output: expect.stringContaining('are not those of the signed log'),
    })
  })

  test('finds a log that was cut at an older checkpoint, and one that was rewritten', async () => {
    const { note } = await audit.sealed(viewer, 13)
    const cut = [
      ...withoutLeaves().map((line) => {
        if (line.kind === 'checkpoint') return { ...line, note: earlier.note }
        return line.kind === 'range' ? { ...line, from: 0, to: earlier.size, beside: [] } : line
      }),
      ...leaves().slice(0, earlier.size),
    ]
    expect(await check(cut, '--key', key)).toMatchObject({ code: 0 }) // alone it is what the log once was
    expect(await check(cut, '--key', key, '--checkpoint', await toFile(note))).toMatchObject({
      code: 1,
      output: expect.stringContaining('the log was cut'),
    })
  })

  test('finds a note that another key signed, and a note that was changed', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
    const origin = String(whole[0]?.['origin'])
    const rewrittenLeaf = Buffer.from('{"index":0}')
    const rootHash = createHash('sha256').update('\0').update(rewrittenLeaf).digest()
    const note = signCheckpoint(
      { origin, size: 1, rootHash },
      { publicKey: raw, sign: (text) => sign(null, text, privateKey) },
    )
    const forged: Line[] = [
      { kind: 'log', origin, verifierKeys: [toVerifierKey(origin, raw)] },
      { kind: 'checkpoint', note },
      { kind: 'range', from: 0, to: 1, beside: [] },
      { kind: 'leaf', index: 0, leaf: rewrittenLeaf.toString('base64') },
    ]
    expect(await check(forged)).toMatchObject({
      code: 0,
      output: expect.stringContaining("the key is the export's own"),
    })
    expect(await check(forged, '--key', key)).toMatchObject({
      code: 1,
      output: expect.stringContaining('not signed by a known key'),
    })
    const changed = whole.map((line) =>
      line.kind === 'checkpoint' ? { ...line, note: String(line['note']).replace(/\n\d+\n/, '\n12\n') } : line,
    )
    expect(await check(changed)).toMatchObject({
      code: 1,
      output: expect.stringContaining('not signed by a known key'),
    })
  })

  test('finds any byte that is changed in any leaf, hash or signature', async () => {
    const places = whole.flatMap((line, i) => {
      if (line.kind === 'leaf') return [{ i, field: 'leaf' }]
      return line.kind === 'checkpoint' ? [{ i, field: 'note' }] : []
    })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), fc.nat(), async ({ i, field }, at) => {
        const tampered = whole.map((line, n) => {
          if (n !== i) return line
          const text = String(line[field])
          const position = at % text.replace(/\n+$/, '').length
          const letter = text.charAt(position) === 'A' ? 'B' : 'A'
          return { ...line, [field]: text.slice(0, position) + letter + text.slice(position + 1) }
        })
        expect((await check(tampered, '--key', key)).code).toBe(1)
      }),
      { numRuns: 25 },
    )
  })

  test('tells that it was called wrongly', async () => {
    expect(await run()).toMatchObject({ code: 2 })
    expect(await run('no-such-file')).toMatchObject({ code: 2 })
    expect(await run('--nonsense')).toMatchObject({ code: 2 })
    expect(await run('--key', 'nonsense', await toFile(whole))).toMatchObject({ code: 1 })
  })
})

describe('an export', () => {
  test('is recorded with its range and purpose, and refuses a range that cannot be', async () => {
    await exported({ from: 2, first: 3, purpose: 'yearly review' })
    const { auditEvents } = await audit.must<{ auditEvents: { nodes: object[] } }>(
      viewer,
      '{ auditEvents(first: 1, filter: { actions: ["audit.export"] }) { nodes { type outcome actorId details purpose } } }',
    )
    expect(auditEvents.nodes).toEqual([
      {
        type: 'DATA_ACCESS',
        outcome: 'ALLOWED',
        actorId: viewer.userId,
        details: { from: 2, to: 5, size: expect.any(Number) },
        purpose: 'yearly review',
      },
    ])
    for (const input of [
      { first: 0 },
      { first: 1001 },
      { from: -1 },
      { from: 1e6 },
      { knownSize: 0 },
      { knownSize: 1e6 },
    ]) {
      const { errors } = await audit.ask(
        viewer,
        'mutation ($input: ExportAuditInput!) { exportAudit(input: $input) { next } }',
        { input },
      )
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: Object.keys(input)[0] })
    }
  })

  test('of a log without leaves says of which log it is', async () => {
    const nobody = userIdentity()
    const { exportAudit } = await audit.must<{ exportAudit: { jsonl: string; next: null } }>(
      nobody,
      'mutation { exportAudit(input: {}) { jsonl next } }',
    )
    expect(JSON.parse(exportAudit.jsonl)).toMatchObject({ kind: 'log', origin: `example.test/${nobody.tenantId}` })
    expect(exportAudit.next).toBe(null)
  })
})
