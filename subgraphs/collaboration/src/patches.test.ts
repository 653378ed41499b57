import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { apiKeyIdentity } from '@graphmemory/testing/test-identity.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { ask, type Editor } from './testing/editor.ts'
import { Random } from './testing/random.ts'
import type { TestNode } from './testing/start-node.ts'
import { World } from './testing/world.ts'

type Patched = { readonly document: { readonly id: string }; readonly content: { seq: number; text: string } }

let world: World
let node: TestNode
let agent: Identity
beforeAll(async () => {
  world = await World.create()
  node = await world.startNode({ limits: { patchesPerSecond: 1_000 } })
  agent = apiKeyIdentity({ tenantId: world.ada.tenantId ?? '', scopes: ['document:read', 'document:update'] })
})
afterAll(() => world[Symbol.asyncDispose]())

const synced = (...editors: Editor[]) =>
  vi.waitFor(() => expect(editors.every(({ events }) => events.length > 0)).toBe(true))
const patchMutation = `mutation ($input: ApplyMemoryPatchInput!) {
  applyMemoryPatch(input: $input) { document { id } content { seq text } }
}`
type Patch = { readonly documentId: string; readonly baseSeq: number; readonly content: string; batchId?: string }
const patch = async (input: Patch, as: Identity = agent, by = node): Promise<Patched> =>
  (
    await ask<{ applyMemoryPatch: Patched }>(by.subgraph, as, patchMutation, {
      input: { epoch: 1, batchId: newId('bat'), ...input },
    })
  ).applyMemoryPatch
const textAt = async (id: string, seq: number | null = null, by = node) =>
  (
    await ask<{ document: { textAt: { seq: number; text: string } } }>(
      by.subgraph,
      world.victor,
      'query ($id: ID!, $seq: Int) { document(id: $id) { textAt(seq: $seq) { seq text } } }',
      { id, seq },
    )
  ).document.textAt

test('W1: what a patch changes of its base is merged with what people have typed since', async () => {
  const { id, memory } = await world.createDocument(node, 'The quick fox jumps.')
  using a = await world.editor(node, id)
  await synced(a)
  await a.edit((text) => text.insert(0, 'Look: '))
  await a.edit((text) => text.insert(text.length, ' Again!'))
  const { document, content } = await patch({ documentId: id, baseSeq: 1, content: 'The slow fox jumps.' })
  expect(document.id).toBe(id)
  expect(content).toEqual({ seq: 4, text: 'Look: The slow fox jumps. Again!' })
  await vi.waitFor(() => expect(a.text).toBe('Look: The slow fox jumps. Again!'))
  await vi.waitFor(() => expect(world.memoryGraph.contentOf(memory.id)).toBe(content.text))
})

test('W1: what somebody else has deleted since stays deleted, and a patch that changes nothing makes no entry', async () => {
  const { id } = await world.createDocument(node, 'one two three')
  await patch({ documentId: id, baseSeq: 1, content: 'one three' }, world.ada)
  expect((await patch({ documentId: id, baseSeq: 1, content: 'one two three four' })).content.text).toBe(
    'one three four',
  )
  expect((await patch({ documentId: id, baseSeq: 1, content: 'one two three' })).content).toEqual({
    seq: 3,
    text: 'one three four',
  })
})

test('W1: a patch of title, tags and properties is merged too, each by itself', async () => {
  const more = { title: 'Old ship', tags: ['sea', 'wood'], properties: { knots: 8, masts: 3 } }
  const { id: documentId, memory } = await world.createDocument(node, 'It sails.', world.ada, more)
  using a = await world.editor(node, documentId)
  await synced(a)
  await a.edit(() => {
    a.doc.getText('title').insert(8, ' of the line')
    a.doc.getMap('tags').set('war', true)
    a.doc.getMap('properties').set('guns', 74)
  })
  const mutation = `mutation ($input: ApplyMemoryPatchInput!) {
    applyMemoryPatch(input: $input) { content { seq text title tags properties } } }`
  const apply = (input: object) =>
    ask<{ applyMemoryPatch: { content: object } }>(node.subgraph, agent, mutation, {
      input: { epoch: 1, documentId, baseSeq: 1, batchId: newId('bat'), ...input },
    })
  const { applyMemoryPatch } = await apply({
    title: 'New ship',
    tags: ['sea', 'oak'],
    properties: { knots: 9, masts: 3 },
  })
  expect(applyMemoryPatch.content).toEqual({
    seq: 3,
    text: 'It sails.',
    title: 'New ship of the line',
    tags: ['oak', 'sea', 'war'],
    properties: { guns: 74, knots: 9, masts: 3 },
  })
  await vi.waitFor(() =>
    expect(world.memoryGraph.memories.get(memory.id)).toMatchObject({ title: 'New ship of the line', seq: 3 }),
  )
  const wrong = [
    {},
    { title: ' ' },
    { title: 'a'.repeat(501) },
    { tags: [''] },
    { tags: Array.from({ length: 51 }, (_, n) => `t${n}`) },
    { properties: { a: 'x'.repeat(17_000) } },
    { properties: ['x'] },
  ]
  for (const input of wrong) await expect(apply(input)).rejects.toThrow('BAD_USER_INPUT')
})

test('W2: a patch is written and recorded in the name of the agent, and a person’s beside it', async () => {
  const { id } = await world.createDocument(node, 'text')
  await patch({ documentId: id, baseSeq: 1, content: 'text by an agent', batchId: 'first' })
  await patch({ documentId: id, baseSeq: 2, content: 'text by an agent, approved' }, world.ada)
  const records = (await world.auditOf(id)).filter(({ action }) => action === 'document.patch')
  expect(records.map(({ actor }) => actor.kind)).toEqual(['apiKey', 'user'])
  expect(records[0]).toMatchObject({ outcome: 'ALLOWED', details: { epoch: 1, batchId: 'first' } })
})

test('W2: whoever may only read, or has no key for editing, may not patch', async () => {
  const { id } = await world.createDocument(node, 'text')
  const input = { documentId: id, baseSeq: 1, content: 'other' }
  const reader = apiKeyIdentity({ tenantId: world.ada.tenantId ?? '', scopes: ['document:read'] })
  await expect(patch(input, world.victor)).rejects.toThrow('FORBIDDEN')
  await expect(patch(input, reader)).rejects.toThrow('FORBIDDEN')
  await expect(patch(input, world.eve)).rejects.toThrow('NOT_FOUND')
  expect((await textAt(id)).text).toBe('text')
})

test('W3: a batch that is sent again, at once or later or to another node, is stored once', async () => {
  const other = await world.startNode()
  const { id } = await world.createDocument(node, 'a')
  const input = { documentId: id, baseSeq: 1, content: 'a b', batchId: 'again' }
  const answers = await Promise.all([patch(input), patch(input)])
  await patch({ documentId: id, baseSeq: 2, content: 'a b c' })
  answers.push(await patch(input), await patch(input, agent, other))
  expect(answers.map(({ content }) => content)).toEqual(Array.from({ length: 4 }, () => ({ seq: 2, text: 'a b' })))
  expect(await textAt(id)).toEqual({ seq: 3, text: 'a b c' })
  expect((await world.auditOf(id)).filter(({ action }) => action === 'document.patch')).toHaveLength(2)
})

test('W3: nothing of a patch is acknowledged or shown when its commit fails, and it may be sent again', async () => {
  let isFailing = false
  const failing = await world.startNode({
    wrapLog: (log) => ({
      ...log,
      append: (entry) => (isFailing ? Promise.reject(new Error('the disk is full')) : log.append(entry)),
    }),
  })
  const { id } = await world.createDocument(failing, 'a')
  const input = { documentId: id, baseSeq: 1, content: 'a b', batchId: 'retried' }
  isFailing = true
  await expect(patch(input, agent, failing)).rejects.toThrow('UNAVAILABLE')
  isFailing = false
  await vi.waitFor(async () => expect((await patch(input, agent, failing)).content).toEqual({ seq: 2, text: 'a b' }))
})

test('W4: a base that the log no longer reaches is a CONFLICT, and no batch is stored twice by it', async () => {
  const short = await world.startNode({
    compactAfterEntries: 4,
    historyEntries: 8,
    limits: { patchesPerSecond: 1_000 },
  })
  const { id } = await world.createDocument(short, 'seed')
  using a = await world.editor(short, id)
  await synced(a)
  const input = { documentId: id, baseSeq: 1, content: 'seed planted', batchId: 'old' }
  await patch(input, agent, short)
  await vi.waitFor(async () => {
    await a.edit((text) => text.insert(text.length, '.'))
    await expect(patch({ ...input, batchId: 'new' }, agent, short)).rejects.toThrow('CONFLICT')
  }, 20_000)
  await expect(patch(input, agent, short)).rejects.toThrow('CONFLICT')
  await expect(textAt(id, 1, short)).rejects.toThrow('CONFLICT')
  const { seq, text } = await textAt(id, null, short)
  const recent = await textAt(id, seq - 7, short)
  expect(recent.text).toBe(text.slice(0, -7))
  const answer = await patch({ documentId: id, baseSeq: recent.seq, content: `New ${recent.text}` }, agent, short)
  expect(answer.content.text).toBe(`New ${text}`)
})

test('W5: too large a text, too many patches and a base that is not there are refused', async () => {
  const small = await world.startNode({ limits: { documentBytes: 2_000, updateBytes: 500, patchesPerSecond: 2 } })
  const { id } = await world.createDocument(small, 'x')
  const base = { documentId: id, baseSeq: 1 }
  await expect(patch({ ...base, content: 'é'.repeat(1_001) }, world.ada, small)).rejects.toThrow('PAYLOAD_TOO_LARGE')
  await expect(patch({ ...base, content: 'y'.repeat(600) }, world.ada, small)).rejects.toThrow('PAYLOAD_TOO_LARGE')
  await expect(patch({ ...base, content: '\ud800' }, world.ada, small)).rejects.toThrow('BAD_USER_INPUT')
  await expect(patch({ ...base, content: 'y', batchId: '' }, world.ada, small)).rejects.toThrow('BAD_USER_INPUT')
  for (const baseSeq of [0, 2, -1])
    await expect(patch({ documentId: id, baseSeq, content: 'y' }, agent)).rejects.toThrow('BAD_USER_INPUT')
  const answers = await Promise.allSettled(
    Array.from({ length: 10 }, () => patch({ ...base, content: 'x' }, agent, small)),
  )
  expect(answers.map((answer) => (answer.status === 'rejected' ? String(answer.reason) : ''))).toContain(
    'Error: RATE_LIMITED',
  )
  expect((await textAt(id)).text).toBe('x')
})

const seed = Date.now() % 1_000_000
test(`W1, W3: agents that patch at once on two nodes lose and double no word (seed ${seed})`, async () => {
  const random = new Random(seed)
  const nodes = [node, await world.startNode({ limits: { patchesPerSecond: 1_000 } })]
  const { id } = await world.createDocument(node, 'seed')
  using a = await world.editor(node, id)
  await synced(a)
  const words: string[] = []
  const work = async (name: string, as: Identity) => {
    let known = { seq: 1, text: 'seed' }
    for (let n = 0; n < 12; n++) {
      const word = `${name}${n}`
      const at = known.text.split(' ')
      at.splice(random.below(at.length + 1), 0, word)
      const input = { documentId: id, baseSeq: known.seq, content: at.join(' '), batchId: newId('bat') }
      const by = nodes[random.below(2)] ?? node
      const send = () => patch(input, as, by)
      const answer = await vi.waitFor(send, { timeout: 10_000 })
      if (random.below(3) === 0) await patch(input, as, nodes[random.below(2)])
      words.push(word)
      // Sometimes from an older text than the newest.
      if (random.below(3) > 0) known = answer.content
    }
  }
  const type = async () => {
    for (let n = 0; n < 20; n++) {
      words.push(`t${n}`)
      await a.edit((text) => text.insert(text.length, ` t${n}`))
    }
  }
  await Promise.all([work('a', agent), work('b', agent), work('c', world.grace), type()])
  const { text } = await textAt(id)
  expect(text.match(/[a-ct]\d+/g)?.toSorted()).toEqual(words.toSorted())
  await vi.waitFor(() => expect(a.text).toBe(text))
  expect((await textAt(id, null, nodes[1])).text).toBe(text)
})
