import { randomInt } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Doc, encodeStateAsUpdate } from 'yjs'
import fc from 'fast-check'
import { inspectUpdate, MalformedUpdateError } from './inspect-update.ts'
import { ask, base64, openSession, push, updateOf } from './testing/editor.ts'
import { watchTurns } from './testing/longest-turn.ts'
import type { TestNode } from './testing/start-node.ts'
import { World } from './testing/world.ts'

let world: World
let node: TestNode
beforeAll(async () => {
  world = await World.create()
  node = await world.startNode({ limits: { pushesPerSecond: 1_000_000 } })
})
afterAll(() => world[Symbol.asyncDispose]())

const seed = Number(process.env['TEST_SEED'] ?? randomInt(2 ** 31))
const documentOf = async (of: TestNode, id: string) =>
  (
    await ask<{ document: { headSeq: number; text: string } }>(
      of.subgraph,
      world.ada,
      'query ($id: ID!) { document(id: $id) { headSeq text } }',
      { id },
    )
  ).document

function rich(clientId: number): Doc {
  const doc = new Doc()
  doc.clientID = clientId
  doc.getText('content').insert(0, 'some text to damage')
  doc.getText('content').format(2, 5, { bold: true })
  doc.getText('content').delete(3, 4)
  doc.getMap('properties').set('a', { nested: [1, 'two', null, 3.5, true] })
  doc.getArray('list').push([new Uint8Array([1, 2, 3]), 'x'])
  return doc
}

/** What is taken in as it came: one run of structs that deletes nothing. */
function plain(clientId: number): Doc {
  const doc = new Doc()
  doc.clientID = clientId
  for (const word of ['some ', 'text ', 'to ', 'damage '])
    doc.getText('content').insert(Math.floor(doc.getText('content').length / 2), word)
  return doc
}

test(`U1: 10,000 damaged updates neither change the document, nor end the node, nor hold it up (seed ${seed})`, async () => {
  const { id } = await world.createDocument(node, 'untouched')
  const session = await openSession(node.subgraph, world.ada, id)
  const goods = [rich, plain].map((make) => encodeStateAsUpdate(make(session.yjsClientId)))
  const longest = Math.max(...goods.map(({ length }) => length))
  using turns = watchTurns()
  const statuses = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 64 }),
        fc.array(fc.tuple(fc.nat({ max: longest - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 }),
        fc.nat({ max: longest - 1 }),
      ),
      fc.constantFrom(...goods),
      fc.uuid(),
      async (damage, good, batchId) => {
        let update: Uint8Array
        if (damage instanceof Uint8Array) update = damage
        else if (typeof damage === 'number') update = good.subarray(0, damage)
        else {
          update = Uint8Array.from(good)
          for (const [at, byte] of damage) update[at % good.length] = byte
        }
        const { status } = await push(node.subgraph, world.ada, {
          sessionId: session.id,
          epoch: 1,
          batchId,
          update: base64(update),
        })
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        // From a socket each would come in a turn of its own.
        await setImmediate()
        // Damage may leave a well-formed update of the session's own, in other places than the text: those are edits.
        expect(['INVALID', 'MISSING_DEPENDENCIES', 'DUPLICATE', 'OK', 'UNAVAILABLE']).toContain(status)
      },
    ),
    { numRuns: 10_000, seed, endOnFailure: true },
  )
  expect(turns.longestMs()).toBeLessThan(250)
  expect(statuses.get('INVALID') ?? 0).toBeGreaterThan(1_000)
  // What was not acknowledged has left nothing: neither in the log, nor in memory.
  const { headSeq, text } = await documentOf(node, id)
  expect(headSeq).toBe(1 + (statuses.get('OK') ?? 0))
  await using fresh = await world.startNode()
  expect((await documentOf(fresh, id)).text).toBe(text)
}, 120_000)

test('U1: an update that decodes and that no document can take in is INVALID, and nobody else loses an edit by it', async () => {
  const { id } = await world.createDocument(node, '')
  const bad = await openSession(node.subgraph, world.ada, id)
  const good = await openSession(node.subgraph, world.grace, id)
  const client: number[] = []
  for (let rest = bad.yjsClientId; rest > 0; rest >>= 7) client.push(rest > 127 ? (rest & 127) | 128 : rest)
  // The first of two structs stands behind one that comes after it.
  const first = [0x84, ...client, 0x05, 0x01, 0x78]
  const second = [0x84, ...client, 0x00, 0x09, ...Buffer.from('xxxxxxxxx')]
  const impossible = Uint8Array.from([0x01, 0x02, ...client, 0x00, ...first, ...second, 0x00])
  expect(inspectUpdate(impossible)).toMatchObject({ isPlain: true })
  const doc = new Doc()
  doc.clientID = good.yjsClientId
  const edit = base64(updateOf(doc, () => doc.getText('content').insert(0, 'good')))
  const pushGood = () =>
    push(node.subgraph, world.grace, { sessionId: good.id, epoch: 1, batchId: 'good', update: edit })
  const [, refused] = await Promise.all([
    pushGood(),
    push(node.subgraph, world.ada, { sessionId: bad.id, epoch: 1, batchId: 'bad', update: base64(impossible) }),
    pushGood(),
  ])
  expect(refused).toMatchObject({ status: 'INVALID', durable: false })
  await vi.waitFor(async () => expect(['OK', 'DUPLICATE']).toContain((await pushGood()).status))
  expect(await documentOf(node, id)).toEqual({ headSeq: 2, text: 'good' })
})

test('U1: an update that promises billions of structs is refused by its bytes, not by its promise', () => {
  const promises = [
    [0x01, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x05, 0x00],
    [0xff, 0xff, 0xff, 0xff, 0x0f],
    [0x00, 0x01, 0x05, 0xff, 0xff, 0xff, 0xff, 0x0f],
  ]
  for (const bytes of promises) expect(() => inspectUpdate(Uint8Array.from(bytes))).toThrow(MalformedUpdateError)
})

test('U1: an array of arrays, deeper than the stack, is refused', () => {
  const depth = 100_000
  // One struct of client 5: ContentAny in a root type, an array that holds an array that holds …
  const head = [0x01, 0x01, 0x05, 0x00, 0x08, 0x01, 0x01, 0x61, 0x01]
  const bytes = Uint8Array.from([...head, ...Array.from({ length: depth }, () => [0x75, 0x01]).flat(), 0x7e, 0x00])
  expect(() => inspectUpdate(bytes)).toThrow(MalformedUpdateError)
})

test('U1: an update that competes for one place thousands of times does not hold the node up', async () => {
  const { id } = await world.createDocument(node, '')
  const session = await openSession(node.subgraph, world.ada, id)
  // Each struct's right origin differs, so that each is compared with all before it.
  const structs: number[] = []
  const write = (value: number) => {
    let rest = value
    for (; rest > 127; rest = Math.floor(rest / 128)) structs.push((rest % 128) | 128)
    structs.push(rest)
  }
  const count = 20_000
  write(1)
  write(count)
  write(session.yjsClientId)
  write(0)
  structs.push(0x04, 0x01, 0x07, ...Buffer.from('content'), 0x01, 0x61)
  for (let n = 1; n < count; n++) {
    structs.push(0x44)
    write(session.yjsClientId)
    write(n - 1)
    structs.push(0x01, 0x61)
  }
  structs.push(0)
  const update = Uint8Array.from(structs)
  expect(update.length).toBeLessThan(256 * 1024)
  using turns = watchTurns()
  const { status } = await push(node.subgraph, world.ada, {
    sessionId: session.id,
    epoch: 1,
    batchId: 'hostile',
    update: base64(update),
  })
  expect(['INVALID', 'OK']).toContain(status)
  expect(turns.longestMs()).toBeLessThan(250)
  const doc = new Doc()
  doc.clientID = session.yjsClientId
  expect(
    await push(node.subgraph, world.grace, {
      sessionId: (await openSession(node.subgraph, world.grace, id)).id,
      epoch: 1,
      batchId: 'b',
      update: base64(updateOf(doc, () => undefined)),
    }),
  ).toMatchObject({ status: 'DUPLICATE' })
}, 60_000)
