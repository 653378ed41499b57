import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Array as YArray, Map as YMap, XmlElement, type XmlFragment, XmlText } from 'yjs'
import { apiKeyIdentity } from '@graphmemory/testing/test-identity.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { ask, base64, push, updateOf } from '../testing/editor.ts'
import type { TestNode } from '../testing/start-node.ts'
import { synced } from '../testing/synced.ts'
import { World } from '../testing/world.ts'

type Version = {
  readonly id: string
  readonly seq: number
  readonly name: string | null
  readonly authorKind: string | null
  readonly author: { readonly id: string } | null
  readonly text: string
}
type Piece = { readonly kind: string; readonly text: string }

let world: World
let node: TestNode
beforeAll(async () => {
  world = await World.create()
  node = await world.startNode()
})
afterAll(() => world[Symbol.asyncDispose]())

const fields = 'id seq name authorKind author { id } text'
const create = async (documentId: string, name: string, as: Identity = world.ada): Promise<Version> =>
  (
    await ask<{ createDocumentVersion: { version: Version } }>(
      node.subgraph,
      as,
      `mutation ($input: CreateDocumentVersionInput!) { createDocumentVersion(input: $input) { version { ${fields} } } }`,
      { input: { documentId, name } },
    )
  ).createDocumentVersion.version
const restore = async (versionId: string, batchId: string, as: Identity = world.ada, by = node) =>
  (
    await ask<{ restoreDocumentVersion: { content: { seq: number; text: string } } }>(
      by.subgraph,
      as,
      'mutation ($input: RestoreDocumentVersionInput!) { restoreDocumentVersion(input: $input) { content { seq text } } }',
      { input: { versionId, batchId } },
    )
  ).restoreDocumentVersion.content
const remove = (id: string, as: Identity = world.ada) =>
  ask(node.subgraph, as, 'mutation ($id: ID!) { deleteDocumentVersion(input: { id: $id }) { versionId } }', { id })
const versions = async (id: string, args = '') =>
  (
    await ask<{ document: { versions: { nodes: Version[]; pageInfo: { endCursor: string; hasNextPage: boolean } } } }>(
      node.subgraph,
      world.victor,
      `query ($id: ID!) { document(id: $id) {
        versions${args} { nodes { ${fields} } pageInfo { endCursor hasNextPage } }
      } }`,
      { id },
    )
  ).document.versions
const auditOf = async (id: string) =>
  (await world.auditOf(id)).map(({ action, outcome, details }) => ({ action, outcome, details }))

test('V1, V2: a named version keeps its text while the document goes on, and is found newest first', async () => {
  const { id } = await world.createDocument(node, 'first')
  const first = await create(id, ' Draft ')
  using a = await world.editor(node, id)
  await synced(a)
  await a.edit((text) => text.insert(text.length, ' second'))
  const second = await create(id, 'Final', world.grace)
  expect(first).toMatchObject({ seq: 1, name: 'Draft', author: { id: world.ada.userId }, authorKind: 'USER' })
  const { nodes, pageInfo } = await versions(id, '(first: 1)')
  expect(nodes).toEqual([second])
  expect(pageInfo.hasNextPage).toBe(true)
  const page = await versions(id, `(first: 1, filter: { isNamed: true }, after: "${pageInfo.endCursor}")`)
  expect(page.nodes).toEqual([{ ...first, text: 'first' }])
  expect(page.pageInfo.hasNextPage).toBe(false)
  expect(await auditOf(second.id)).toMatchObject([
    { action: 'document_version.create', outcome: 'ALLOWED', details: { documentId: id, seq: 2, name: 'Final' } },
  ])
})

test('V1: only who may edit names, restores and forgets versions, and names and their number have bounds', async () => {
  const { id } = await world.createDocument(node, 'text')
  const version = await create(id, 'Mine')
  await expect(create(id, 'no', world.victor)).rejects.toThrow('FORBIDDEN')
  await expect(restore(version.id, 'b', world.victor)).rejects.toThrow('FORBIDDEN')
  await expect(remove(version.id, world.victor)).rejects.toThrow('FORBIDDEN')
  await expect(create(id, 'no', world.eve)).rejects.toThrow('NOT_FOUND')
  await expect(restore(version.id, 'b', world.eve)).rejects.toThrow('NOT_FOUND')
  await expect(remove(version.id, world.eve)).rejects.toThrow('NOT_FOUND')
  for (const name of [' ', 'x'.repeat(201)]) await expect(create(id, name)).rejects.toThrow('BAD_USER_INPUT')
  await expect(restore(version.id, '')).rejects.toThrow('BAD_USER_INPUT')
  const small = await world.startNode({ limits: { namedVersionsPerDocument: 1 } })
  const again = ask(
    small.subgraph,
    world.ada,
    'mutation ($id: ID!) { createDocumentVersion(input: { documentId: $id, name: "two" }) { version { id } } }',
    { id },
  )
  await expect(again).rejects.toThrow('CONFLICT')
  await remove(version.id, world.grace)
  expect((await versions(id)).nodes).toEqual([])
  await expect(restore(version.id, 'b')).rejects.toThrow('NOT_FOUND')
  expect((await auditOf(version.id)).map(({ action }) => action)).toEqual([
    'document_version.create',
    'document_version.delete',
  ])
})

test('V1: versions are kept by themselves after so many entries and in quiet times, and only so many of them', async () => {
  const keeping = await world.startNode({ compactAfterEntries: 2, versionAfterEntries: 6, versionsKept: 2 })
  const { id } = await world.createDocument(keeping, '')
  using a = await world.editor(keeping, id)
  await synced(a)
  const grown = async () => {
    await a.edit((text) => text.insert(text.length, '.'))
    const { nodes } = await versions(id)
    expect(nodes).toHaveLength(2)
    expect(nodes[1]?.seq).toBeGreaterThan(12)
  }
  await vi.waitFor(grown, { timeout: 20_000 })
  for (const { seq, name, author, text } of (await versions(id)).nodes)
    expect({ name, author, text }).toEqual({ name: null, author: null, text: '.'.repeat(seq - 1) })

  const quiet = await world.startNode({ versionAfterMs: 10, roomIdleMs: 60_000 })
  const other = await world.createDocument(quiet, 'left alone')
  using b = await world.editor(quiet, other.id)
  await synced(b)
  await b.edit((text) => text.insert(0, 'then '))
  await vi.waitFor(async () => expect((await versions(other.id)).nodes[0]?.text).toBe('then left alone'))
})

test('V2: what differs between two versions, and since one, is told piece by piece', async () => {
  const { id } = await world.createDocument(node, 'The old house.')
  const before = await create(id, 'before')
  using a = await world.editor(node, id)
  await synced(a)
  await a.edit((text) => {
    text.delete(4, 3)
    text.insert(4, 'new')
  })
  const after = await create(id, 'after')
  await a.edit((text) => text.insert(text.length, ' It burns.'))
  const { documentVersion, document } = await ask<{
    documentVersion: { changesFrom: Piece[]; document: { id: string } }
    document: { changesFrom: Piece[] }
  }>(
    node.subgraph,
    world.victor,
    `query ($from: ID!, $to: ID!, $id: ID!) {
      documentVersion(id: $to) { document { id } changesFrom(versionId: $from) { kind text } }
      document(id: $id) { changesFrom(versionId: $to) { kind text } }
    }`,
    { from: before.id, to: after.id, id },
  )
  expect(documentVersion).toEqual({
    document: { id },
    changesFrom: [
      { kind: 'KEPT', text: 'The ' },
      { kind: 'REMOVED', text: 'old' },
      { kind: 'ADDED', text: 'new' },
      { kind: 'KEPT', text: ' house.' },
    ],
  })
  expect(document.changesFrom).toEqual([
    { kind: 'KEPT', text: 'The new house.' },
    { kind: 'ADDED', text: ' It burns.' },
  ])
  const other = await create((await world.createDocument(node, '')).id, 'another document’s')
  const query = 'query ($id: ID!, $from: ID!) { document(id: $id) { changesFrom(versionId: $from) { text } } }'
  await expect(ask(node.subgraph, world.ada, query, { id, from: other.id })).rejects.toThrow('BAD_USER_INPUT')
})

test('V3, V4: restoring is an edit that others merge with, told on every node, stored once, and can be taken back', async () => {
  const far = await world.startNode()
  const { id, memory } = await world.createDocument(node, 'one two three')
  const version = await create(id, 'whole')
  using a = await world.editor(node, id)
  using g = await world.editor(far, id, world.grace)
  await synced(a, g)
  await a.edit((text) => {
    text.delete(3, 4)
    a.doc.getMap('tags').set('short', true)
  })
  await vi.waitFor(() => expect(g.text).toBe('one three'))
  // Written before the restoring, and sent after it.
  const typed = updateOf(g.doc, () => g.doc.getText('content').insert('one three'.length, ' four'))
  const restored = await restore(version.id, 'back')
  const input = { sessionId: g.session.id, epoch: 1, batchId: 'typed', update: base64(typed) }
  expect(await push(far.subgraph, world.grace, input)).toMatchObject({ status: 'OK' })
  expect(restored.text).toContain('one two three')
  await vi.waitFor(() => {
    expect(a.text).toBe('one two three four')
    expect(g.text).toBe(a.text)
    expect(a.doc.getMap('tags').size).toBe(0)
    const told = { kind: 'VERSION_RESTORED', role: null, versionId: version.id, isReadOnly: null }
    expect(a.events.map(({ control }) => control)).toContainEqual(told)
    expect(g.events.map(({ control }) => control)).toContainEqual(told)
  })
  const restoredAt = g.events.findIndex(({ control }) => control?.kind === 'VERSION_RESTORED')
  expect(g.events[restoredAt]?.seq).toBeGreaterThanOrEqual(restored.seq)
  expect(await restore(version.id, 'back', world.ada, far)).toEqual(restored)
  expect((await auditOf(id)).filter(({ action }) => action === 'document.restore_version')).toMatchObject([
    { outcome: 'ALLOWED', details: { versionId: version.id, batchId: 'back', seq: 1 } },
  ])
  await vi.waitFor(() => expect(world.memoryGraph.contentOf(memory.id)).toBe('one two three four'))
  const kept = (await versions(id, '(filter: { isNamed: false })')).nodes.find(({ text }) =>
    text.startsWith('one three'),
  )
  await restore(kept?.id ?? '', 'forth')
  await vi.waitFor(() => expect(a.text.startsWith('one three')).toBe(true))
})

test('V3: what is the same is not written again, and values in root maps come back as they were', async () => {
  const { id } = await world.createDocument(node, 'same')
  using a = await world.editor(node, id)
  await synced(a)
  await a.edit(() => {
    const shape = new YMap([['x', 1]])
    a.doc.getMap('elements').set('kept', { deep: [1, 2] })
    a.doc.getMap('elements').set('moved', shape)
  })
  const version = await create(id, 'shapes')
  await a.edit(() => {
    const moved = a.doc.getMap('elements').get('moved')
    if (moved instanceof YMap) moved.set('x', 2)
    a.doc.getMap('elements').set('added', true)
  })
  const { seq } = await restore(version.id, 'shapes')
  await vi.waitFor(() => expect(a.doc.getMap('elements').toJSON()).toEqual({ kept: { deep: [1, 2] }, moved: { x: 1 } }))
  expect(await restore(version.id, 'nothing left to do')).toEqual({ seq, text: 'same' })
})

test('V3: a TipTap document comes back: its paragraphs, marks and attributes, merged with what others type', async () => {
  const { id } = await world.createDocument(node, '')
  using a = await world.editor(node, id)
  using g = await world.editor(node, id, world.grace)
  await synced(a, g)
  const fragmentOf = ({ doc }: typeof a) => doc.getXmlFragment('default')
  const change = (write: (fragment: XmlFragment) => void) => a.edit(() => write(fragmentOf(a)))
  const block = (nodeName: string, text: string, attributes: Record<string, string> = {}) => {
    const element = new XmlElement(nodeName)
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
    element.insert(0, [new XmlText(text)])
    return element
  }
  const textIn = (fragment: XmlFragment, index: number): XmlText => {
    const element = fragment.get(index)
    const text = element instanceof XmlElement ? element.get(0) : null
    if (!(text instanceof XmlText)) throw new Error('no text there')
    return text
  }
  await change((fragment) => {
    const list = new XmlElement('bulletList')
    list.insert(0, [block('listItem', 'first'), block('listItem', 'second')])
    fragment.insert(0, [block('heading', 'Title', { level: '1' }), block('paragraph', 'A bold word stays'), list])
  })
  await change((fragment) => textIn(fragment, 1).format(2, 4, { bold: {} }))
  const wanted = fragmentOf(a).toJSON()
  const version = await create(id, 'formatted')
  await change((fragment) => {
    const heading = fragment.get(0)
    if (heading instanceof XmlElement) heading.setAttribute('level', '2')
    textIn(fragment, 1).format(2, 4, { bold: null, italic: {} })
    textIn(fragment, 1).insert(11, ' or two')
    fragment.delete(2, 1)
    fragment.insert(0, [block('paragraph', 'Put in front')])
  })
  await vi.waitFor(() => expect(fragmentOf(g).toJSON()).toBe(fragmentOf(a).toJSON()))
  const typed = updateOf(g.doc, () => textIn(fragmentOf(g), 1).insert(5, ' page'))
  await restore(version.id, 'formatted')
  await vi.waitFor(() => expect(fragmentOf(a).toJSON()).toBe(wanted))
  expect(textIn(fragmentOf(a), 1).toDelta()).toEqual([
    { insert: 'A ' },
    { insert: 'bold', attributes: { bold: {} } },
    { insert: ' word stays' },
  ])
  // Written before the restoring, and sent after it: it is in the heading, which has stayed the same element.
  expect(await g.push(typed)).toMatchObject({ status: 'OK' })
  await vi.waitFor(() => {
    expect(fragmentOf(g).toJSON()).toBe(fragmentOf(a).toJSON())
    expect(fragmentOf(a).toJSON()).toBe(wanted.replace('Title', 'Title page'))
  })
})

test('V3: arrays, nested maps and formatted texts with embeds come back by changes within them', async () => {
  const { id } = await world.createDocument(node, 'plain')
  using a = await world.editor(node, id)
  await synced(a)
  const { doc } = a
  await a.edit((text) => {
    text.insertEmbed(5, { image: 'one.png' })
    text.insert(6, ' and bold', { bold: true })
    doc.getArray('list').insert(0, [1, 2, new YMap([['x', 1]]), 'end'])
    doc.getMap('board').set(
      'card',
      new YMap<unknown>([
        ['at', new YMap([['x', 1]])],
        ['tags', new YArray()],
      ]),
    )
  })
  const shown = () => [doc.getText('content').toDelta(), doc.getArray('list').toJSON(), doc.getMap('board').toJSON()]
  const wanted = shown()
  const card = doc.getMap('board').get('card')
  const version = await create(id, 'mixed')
  await a.edit((text) => {
    text.format(0, 5, { italic: true })
    text.delete(5, 1)
    text.insertEmbed(5, { image: 'two.png' }, { wide: true })
    doc.getArray('list').delete(0, 1)
    doc.getArray('list').push(['more', 4])
    const inList = doc.getArray('list').get(1)
    if (inList instanceof YMap) inList.set('x', 2)
    if (!(card instanceof YMap)) throw new Error('no card')
    card.get('at').set('x', 5)
    card.get('tags').push(['late'])
    card.set('colour', 'red')
    doc.getArray('added').push([1])
  })
  await restore(version.id, 'mixed')
  await vi.waitFor(() => expect(shown()).toEqual(wanted))
  expect(doc.getMap('board').get('card')).toBe(card)
  expect(doc.getArray('added').length).toBe(0)
  const { seq } = await restore(version.id, 'again')
  expect((await restore(version.id, 'and again')).seq).toBe(seq)
})

test('V5: every part of the text names who wrote it, and what was there at first names nobody', async () => {
  const agent = apiKeyIdentity({ tenantId: world.ada.tenantId ?? '', scopes: ['document:read', 'document:update'] })
  const { id } = await world.createDocument(node, 'seed')
  using a = await world.editor(node, id)
  using g = await world.editor(node, id, world.grace)
  await synced(a, g)
  await a.edit((text) => text.insert(0, 'Ada '))
  await vi.waitFor(() => expect(g.text).toBe('Ada seed'))
  await g.edit((text) => text.insert(8, ' Grace'))
  await ask(
    node.subgraph,
    agent,
    'mutation ($i: ApplyMemoryPatchInput!) { applyMemoryPatch(input: $i) { document { id } } }',
    {
      i: { documentId: id, epoch: 1, baseSeq: 3, batchId: 'b', content: 'Ada seed Grace agent' },
    },
  )
  const authorship = async (from: number) =>
    (
      await ask<{ document: { authorship: object[] } }>(
        node.subgraph,
        world.victor,
        'query ($id: ID!, $from: Int!) { document(id: $id) { authorship(from: $from) { from to authorKind author { id } } } }',
        { id, from },
      )
    ).document.authorship
  expect(await authorship(0)).toEqual([
    { from: 0, to: 4, authorKind: 'USER', author: { id: world.ada.userId } },
    { from: 4, to: 8, authorKind: null, author: null },
    { from: 8, to: 14, authorKind: 'USER', author: { id: world.grace.userId } },
    { from: 14, to: 20, authorKind: 'API_KEY', author: null },
  ])
  expect(await authorship(10)).toMatchObject([
    { from: 10, to: 14 },
    { from: 14, to: 20 },
  ])
  await expect(authorship(-1)).rejects.toThrow('BAD_USER_INPUT')
})
