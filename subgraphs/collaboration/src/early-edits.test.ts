import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs'
import { GraphMemoryProvider } from '@graphmemory/yjs-provider'
import type { Persistence } from '@graphmemory/yjs-provider/persistence.ts'
import { ask } from './testing/editor.ts'
import { FrameClient } from './testing/frame-client.ts'
import { HeldLog } from './testing/held-log.ts'
import type { TestNode } from './testing/start-node.ts'
import { synced } from './testing/synced.ts'
import { World } from './testing/world.ts'
import { Vouchers } from './vouchers.ts'

let world: World
const held = new HeldLog()
/** Whose commits wait for a test's word. */
let node: TestNode
let other: TestNode
beforeAll(async () => {
  world = await World.create()
  node = await world.startNode({ wrapLog: held.wrap })
  other = await world.startNode()
})
beforeEach(() => held.release())
afterAll(async () => {
  held.release()
  await world[Symbol.asyncDispose]()
})

const watch = (id: string, as = world.ada, at = node) => FrameClient.watch(world, at, id, as)
const editsOf = async (id: string) => (await world.auditOf(id)).filter(({ action }) => action === 'document.edit')
const headOf = async (id: string, as = world.ada): Promise<number> =>
  (
    await ask<{ document: { headSeq: number } }>(
      other.subgraph,
      as,
      'query ($id: ID!) { document(id: $id) { headSeq } }',
      { id },
    )
  ).document.headSeq

/** Somebody types, and somebody is shown it, before it is durable. */
async function shown(text = 'Hello') {
  const { id } = await world.createDocument(node, '')
  const ada = await watch(id)
  const victor = await watch(id, world.victor)
  held.hold()
  ada.push({ id: 1, batchId: 'first', update: ada.type(text), presence: { clock: 1, state: { at: 5 } } })
  await vi.waitFor(() => expect(victor.text).toBe(text))
  return { id, ada, victor, vouched: victor.vouched[0] ?? new Uint8Array() }
}

test('A3, E2, E3: who can give back is shown an edit, with its cursor, before it is durable; the others, and who wrote it, hear when it is', async () => {
  const { id } = await world.createDocument(node, '')
  using ada = await watch(id)
  using grace = await watch(id, world.grace)
  using plain = await world.editor(node, id, world.victor)
  using far = await world.editor(other, id, world.victor)
  await synced(plain, far)
  held.hold()
  ada.push({ id: 7, batchId: 'first', update: ada.type('Hello'), presence: { clock: 1, state: { at: 5 } } })
  await vi.waitFor(() => expect(grace.text).toBe('Hello'))
  expect(grace.events).toMatchObject([
    { seq: 1, underWay: 1, update: null, presence: [[ada.doc.clientID, 1, { at: 5 }]] },
  ])
  await new Promise((resolve) => setImmediate(resolve))
  expect([plain.events.length, far.events.length, ada.frames.length]).toEqual([1, 1, 0])
  expect(await headOf(id)).toBe(1)

  held.release()
  expect(await ada.answer(7)).toMatchObject({ status: 'OK', seq: 2 })
  await vi.waitFor(() => expect([plain.text, far.text]).toEqual(['Hello', 'Hello']))
  await vi.waitFor(() => expect(plain.events.at(-1)?.presence).toEqual([[ada.doc.clientID, 1, { at: 5 }]]))
  // Nothing else happens: it is told alone, and without the bytes.
  await vi.waitFor(() =>
    expect(grace.events.at(-1)).toMatchObject({ seq: 2, underWay: 0, update: null, vouched: null, presence: null }),
  )
  expect(grace.vouched).toHaveLength(1)
})

test('E1: whoever joins while edits are under way has them with the first event, or as they are shown', async () => {
  const { id, ada, victor } = await shown()
  using _ = ada
  using __ = victor
  const joining = watch(id, world.grace)
  ada.push({ id: 2, batchId: 'second', update: ada.type('> ') })
  await vi.waitFor(() => expect(victor.text).toBe('> Hello'))
  held.release()
  using grace = await joining
  await vi.waitFor(() => expect(grace.text).toBe('> Hello'))
})

test('A4, S7: what a failed commit has taken away is given back by a reader, and stands in the name of who wrote it', async () => {
  const { id, ada, victor, vouched } = await shown()
  using _ = victor
  const author = ada.doc.clientID
  ada[Symbol.dispose]()
  using plain = await world.editor(other, id, world.grace)
  await synced(plain)
  await held.lose()
  // All that is there now, and no more.
  await vi.waitFor(() => expect(victor.told.at(-1)).toMatchObject({ seq: 1, control: { kind: 'RESYNC' } }))
  expect(await world.textOf(other, id)).toBe('')

  victor.push({ id: 2, batchId: 'back', vouched })
  expect(await victor.answer(2)).toMatchObject({ status: 'OK', seq: 2 })
  await vi.waitFor(() => expect(plain.text).toBe('Hello'))
  expect(await editsOf(id)).toMatchObject([
    {
      actor: { kind: 'user', id: world.ada.userId },
      details: { yjsClientId: author, givenBackBy: { kind: 'user', id: world.victor.userId } },
    },
  ])
  const { document } = await ask<{ document: { authorship: object[] } }>(
    node.subgraph,
    world.victor,
    'query ($id: ID!) { document(id: $id) { authorship { from to author { id } } } }',
    { id },
  )
  expect(document.authorship).toEqual([{ from: 0, to: 5, author: { id: world.ada.userId } }])
})

test('A2, S7: however many give the same back, on however many nodes, it is stored once', async () => {
  const { id, ada, victor, vouched } = await shown()
  using _ = victor
  ada[Symbol.dispose]()
  await held.lose()
  using grace = await watch(id, world.grace, other)
  using eva = await watch(id, world.grace, other)
  await vi.waitFor(() => expect(victor.told.at(-1)?.control?.kind).toBe('RESYNC'))
  for (const client of [victor, grace, eva]) client.push({ id: 9, batchId: 'back', vouched })
  // Where both nodes begin at once, one finds what the other has stored when it tries again.
  const settled = async (client: FrameClient) => {
    for (let n = 9; ; n++) {
      const answer = await client.answer(n)
      if (answer.kind !== 'answer') throw new Error('refused')
      if (answer.status !== 'UNAVAILABLE') return answer.status
      client.push({ id: n + 1, batchId: 'back', vouched })
    }
  }
  const statuses = await Promise.all([victor, grace, eva].map(settled))
  expect(statuses.toSorted()).toEqual(['DUPLICATE', 'DUPLICATE', 'OK'])
  expect(await headOf(id)).toBe(2)
  expect(await editsOf(id)).toHaveLength(1)
})

test('S7: a voucher that is forged, altered, cut, or another document’s is INVALID and changes nothing', async () => {
  const { ada, victor, vouched } = await shown()
  using _ = ada
  using __ = victor
  held.release()
  const { id } = await world.createDocument(node, '')
  using client = await watch(id, world.grace)
  const foreign = await world.createDocument(node, '', world.eve)
  using eve = await watch(foreign.id, world.eve)
  const altered = (at: number) => vouched.with(at, (vouched[at] ?? 0) ^ 1)
  const bad: [FrameClient, Uint8Array][] = [
    [client, vouched],
    [eve, vouched],
    [victor, altered(0)],
    [victor, altered(20)],
    [victor, altered(vouched.length - 1)],
    [victor, vouched.subarray(0, vouched.length - 1)],
    [victor, vouched.subarray(0, 10)],
    [victor, new Uint8Array()],
    [victor, Uint8Array.of(...new Uint8Array(16), ...vouched.subarray(16))],
  ]
  for (const [index, [who, wrong]] of bad.entries()) {
    who.push({ id: 50 + index, batchId: `bad ${index}`, vouched: wrong })
    expect(await who.answer(50 + index), String(index)).toMatchObject({ status: 'INVALID' })
  }
  expect([await headOf(id), await headOf(foreign.id, world.eve)]).toEqual([1, 1])
  // It is good where it was given.
  victor.push({ id: 99, batchId: 'good', vouched })
  expect(await victor.answer(99)).toMatchObject({ status: 'DUPLICATE' })
})

test('S7: a voucher counts in its document’s epoch only, and no edit is stored under a name that somebody could know before', () => {
  const edits = [{ author: 1024, update: Uint8Array.of(0, 0) }]
  const key = new Uint8Array(32).fill(1)
  const vouched = new Vouchers(key, 1).vouch(edits)
  expect(new Vouchers(key, 1).open(vouched)).toEqual(edits)
  expect(new Vouchers(key, 2).open(vouched)).toBeNull()
  expect(new Vouchers(new Uint8Array(32), 1).open(vouched)).toBeNull()
  const names = [new Vouchers(key, 1), new Vouchers(key, 2), new Vouchers(new Uint8Array(32), 1)].flatMap((vouchers) =>
    edits.map((edit) => vouchers.batchIdOf(edit)),
  )
  expect(new Set(names).size).toBe(3)
})

test('S7, R1: who may read no longer gives nothing back', async () => {
  const { id, ada, victor, vouched } = await shown()
  using _ = ada
  held.release()
  await ada.answer(1)
  using grace = await watch(id, world.grace)
  const token = world.people.tokenOf(world.grace)
  world.people.change(token, { ...world.grace, role: 'nobody' })
  grace.say({ type: 'ping', payload: { authorization: `Bearer ${token}` } })
  await vi.waitFor(() => expect(grace.messages).toContainEqual(expect.objectContaining({ type: 'pong' })))
  grace.push({ id: 1, batchId: 'back', vouched })
  expect(await grace.answer(1)).toMatchObject({ kind: 'refusal' })
  victor[Symbol.dispose]()
})

test('U2: what builds on something else that is lost is taken once that is there', async () => {
  const { id, ada, victor, vouched } = await shown('a')
  using _ = victor
  ada.push({ id: 2, batchId: 'second', update: ada.type('b') })
  await vi.waitFor(() => expect(victor.text).toBe('ba'))
  ada[Symbol.dispose]()
  await held.lose()
  const [, second = new Uint8Array()] = victor.vouched
  let requestId = 2
  const give = (batchId: string, what: Uint8Array) => {
    victor.push({ id: ++requestId, batchId, vouched: what })
    return victor.answer(requestId)
  }
  // Until what failed is over with, a push may be asked to come again.
  await vi.waitFor(async () =>
    expect(await give('back 2', second)).toMatchObject({
      status: 'MISSING_DEPENDENCIES',
      stateVector: expect.any(Uint8Array),
    }),
  )
  expect(await give('back 1', vouched)).toMatchObject({ status: 'OK' })
  expect(await give('back 2', second)).toMatchObject({ status: 'OK' })
  expect(await world.textOf(node, id)).toBe('ba')
})

test('K3: what names locks is shown once it is durable, and what comes after it not before it', async () => {
  const { id } = await world.createDocument(node, '')
  using ada = await watch(id)
  using grace = await watch(id, world.grace)
  using victor = await watch(id, world.victor)
  const { acquireElementLock } = await ask<{ acquireElementLock: { lock: { token: number } } }>(
    node.subgraph,
    world.ada,
    'mutation ($input: AcquireElementLockInput!) { acquireElementLock(input: $input) { lock { token } } }',
    { input: { sessionId: ada.session?.id, element: 'edge', leaseMs: 10_000 } },
  )
  held.hold()
  const [locked, after] = [ada.type('locked'), ada.type('after ')]
  const pushing = ask<{ pushDocument: { status: string } }>(
    node.subgraph,
    world.ada,
    'mutation ($input: PushDocumentInput!) { pushDocument(input: $input) { status } }',
    {
      input: {
        sessionId: ada.session?.id,
        epoch: 1,
        batchId: 'locked',
        update: Buffer.from(locked).toString('base64'),
        locks: [{ element: 'edge', token: acquireElementLock.lock.token }],
      },
    },
  )
  await vi.waitFor(() => expect(held.waiting).toBe(1))
  ada.push({ id: 2, batchId: 'after', update: after })
  await vi.waitFor(() => expect(held.waiting).toBe(2))
  // What is sent next is without it.
  grace.push({ id: 1, presence: { clock: 1, state: {} } })
  await vi.waitFor(() => expect(victor.events).toHaveLength(1))
  expect(victor.vouched).toEqual([])
  held.release()
  expect(await pushing).toEqual({ pushDocument: { status: 'OK' } })
  await vi.waitFor(() => expect(victor.text).toBe('after locked'))
})

test('U1: what no document can take in is shown to nobody', async () => {
  const { id } = await world.createDocument(node, '')
  using ada = await watch(id)
  using victor = await watch(id, world.victor)
  const client: number[] = []
  for (let rest = ada.doc.clientID; rest > 0; rest >>= 7) client.push(rest > 127 ? (rest & 127) | 128 : rest)
  const first = [0x84, ...client, 0x05, 0x01, 0x78]
  const second = [0x84, ...client, 0x00, 0x09, ...Buffer.from('xxxxxxxxx')]
  ada.push({ id: 1, update: Uint8Array.from([0x01, 0x02, ...client, 0x00, ...first, ...second, 0x00]) })
  expect(await ada.answer(1)).toMatchObject({ status: 'INVALID' })
  expect(victor.vouched).toEqual([])
})

const provide = (id: string, as = world.victor, more: { doc?: Doc; persistence?: Persistence; at?: TestNode } = {}) =>
  new GraphMemoryProvider({
    url: (more.at ?? node).url,
    getToken: () => world.people.tokenOf(as),
    webSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    documentId: id,
    doc: more.doc ?? new Doc(),
    ...(more.persistence && { persistence: more.persistence }),
  })
const textIn = ({ doc }: GraphMemoryProvider) => doc.getText('content').toJSON()

test('A4: a provider gives back what the server has lost, and its own edits that build on it', async () => {
  const { id } = await world.createDocument(node, '')
  using ada = await watch(id)
  using grace = provide(id, world.grace)
  await grace.whenSynced()
  held.hold()
  ada.push({ id: 1, batchId: 'first', update: ada.type('Hello') })
  await vi.waitFor(() => expect(textIn(grace)).toBe('Hello'))
  grace.doc.getText('content').insert(5, ', world')
  await vi.waitFor(() => expect(held.waiting).toBe(2))
  ada[Symbol.dispose]()
  await held.lose()
  await grace.whenSaved()
  await vi.waitFor(async () => expect(await world.textOf(other, id)).toBe('Hello, world'))
  const names = (await editsOf(id)).map(({ actor }) => actor?.id)
  expect(names).toEqual([world.ada.userId, world.grace.userId])
})

test('A4: a device that has kept the document gives back, when it comes again, what everybody else has lost', async () => {
  const { id, ada, victor } = await shown()
  const values = new Map<string, unknown>()
  const persistence: Persistence = {
    whenSynced: Promise.resolve(),
    get: async (key) => values.get(key),
    set: async (key, value) => void values.set(key, value),
  }
  const before = provide(id, world.victor, { persistence, at: node })
  // It joins with what is under way, and is shown what comes after.
  const joined = before.whenSynced()
  ada.push({ id: 2, batchId: 'second', update: ada.type('> ') })
  await vi.waitFor(() => expect(held.waiting).toBe(2))
  held.release()
  await joined
  held.hold()
  ada.push({ id: 3, batchId: 'third', update: ada.type('lost ') })
  await vi.waitFor(() => expect(textIn(before)).toBe('lost > Hello'))
  const kept = encodeStateAsUpdate(before.doc)
  before.destroy()
  ada[Symbol.dispose]()
  victor[Symbol.dispose]()
  await held.lose()
  expect(await world.textOf(other, id)).toBe('> Hello')

  const doc = new Doc()
  applyUpdate(doc, kept, persistence)
  using after = provide(id, world.victor, { doc, persistence, at: other })
  await after.whenSynced()
  await vi.waitFor(async () => expect(await world.textOf(node, id)).toBe('lost > Hello'))
})
