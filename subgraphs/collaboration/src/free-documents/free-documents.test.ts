import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { auditRecords } from '@graphmemory/testing/audit-records.ts'
import { apiKeyIdentity, serviceIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { ask, base64, openSession, push, updateOf } from '../testing/editor.ts'
import { synced } from '../testing/synced.ts'
import type { TestNode } from '../testing/start-node.ts'
import { World } from '../testing/world.ts'

let world: World
let node: TestNode
let other: TestNode
const config = { limits: { accessMs: 0, accessRecheckMs: 20 } }
beforeAll(async () => {
  world = await World.create()
  node = await world.startNode(config)
  other = await world.startNode(config)
})
afterAll(() => world[Symbol.asyncDispose]())

const make = (input: object = {}, as = world.ada) => world.createFreeDocument(node, input, as)
const change = <T>(name: string, input: object, selection: string, as = world.ada, on = node) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`
  return ask<Record<string, T>>(
    on.subgraph,
    as,
    `mutation ($input: ${type}) { ${name}(input: $input) { ${selection} } }`,
    { input },
  )
}
const rename = (id: string, title: string, as = world.ada) =>
  change('renameDocument', { id, title }, 'document { title text }', as)
const remove = (id: string, as = world.ada, on = node) => change('deleteDocument', { id }, 'documentId', as, on)
const restore = (id: string, as = world.ada) => change('restoreDocument', { id }, 'document { id title text }', as)
const read = (id: string, as = world.ada) =>
  ask<{ document: { text: string; title: string; viewerRole: string } }>(
    node.subgraph,
    as,
    'query ($id: ID!) { document(id: $id) { text title viewerRole } }',
    { id },
  )
const holds = async (spaceId: string) =>
  (
    await ask<{ holdsDocuments: boolean }>(
      node.subgraph,
      serviceIdentity('memory-graph', world.ada.tenantId ?? ''),
      'query ($spaceId: ID!) { holdsDocuments(spaceId: $spaceId) }',
      { spaceId },
    )
  ).holdsDocuments
type Page = { nodes: { id: string; title: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } }
const list = async (args: object = {}, as = world.ada): Promise<Page> =>
  (
    await ask<{ documents: Page }>(
      node.subgraph,
      as,
      `query ($filter: DocumentFilter, $first: Int, $after: String) { documents(filter: $filter, first: $first, after: $after) {
        nodes { id title } pageInfo { hasNextPage endCursor } } }`,
      { ...args },
    )
  ).documents
const idsOf = ({ nodes }: Page) => nodes.map(({ id }) => id)
const actionsOn = async (id: string) =>
  (await auditRecords(world.database, world.ada.tenantId)).flatMap(({ resource, action, outcome }) =>
    resource?.id === id ? [`${action} ${outcome}`] : [],
  )

test('D9: a note in a space is made, edited by two, and nothing of it goes to the graph', async () => {
  const spaceId = world.addSpace()
  const made = await make({ title: ' Plans ', spaceId })
  expect(made).toMatchObject({
    kind: 'NOTE',
    title: 'Plans',
    space: { id: spaceId },
    memory: null,
    text: '',
    headSeq: 1,
  })
  const projections = world.memoryGraph.projections
  using a = await world.editor(node, made.id)
  using g = await world.editor(other, made.id, world.grace)
  await synced(a, g)
  expect(a.doc.getText('title').toJSON()).toBe('Plans')
  await a.edit((text) => text.insert(0, 'Ada. '))
  await g.edit((text) => text.insert(0, 'Grace. '))
  await vi.waitFor(() => expect([a.text, g.text]).toEqual([g.text, a.text]))
  await vi.waitFor(async () => {
    const [row] = await world.database.withTenant(world.ada, (em) =>
      em.execute<object[]>('select head_seq, projected_seq, unprojected_since from collab.document where id = ?', [
        made.id,
      ]),
    )
    expect(row).toEqual({ head_seq: 3, projected_seq: 3, unprojected_since: null })
  })
  expect(world.memoryGraph.projections).toBe(projections)
  expect(await actionsOn(made.id)).toEqual(
    expect.arrayContaining(['document.create ALLOWED', 'document.edit ALLOWED', 'document.open_session ALLOWED']),
  )
})

test('D9: a document in a space that is hidden from somebody is not there for him, nor anything about it', async () => {
  const spaceId = world.addSpace()
  const { id } = await make({ spaceId, title: 'Hidden' })
  const thread = await change<{ thread: { id: string } }>(
    'createCommentThread',
    { documentId: id, body: 'Hm' },
    'thread { id }',
  )
  const version = await change<{ version: { id: string } }>(
    'createDocumentVersion',
    { documentId: id, name: 'Kept' },
    'version { id }',
  )
  using editor = await world.editor(node, id, world.grace)
  await synced(editor)
  expect(idsOf(await list({}, world.grace))).toContain(id)
  world.memoryGraph.accesses.set(spaceId, 'NONE')
  await vi.waitFor(() => expect(editor.events.at(-1)?.control).toMatchObject({ kind: 'EVICTED' }))
  await expect(read(id, world.grace)).rejects.toThrow('NOT_FOUND')
  await expect(rename(id, 'x', world.grace)).rejects.toThrow('NOT_FOUND')
  await expect(openSession(node.subgraph, world.grace, id)).rejects.toThrow('NOT_FOUND')
  await expect(make({ spaceId }, world.grace)).rejects.toThrow('NOT_FOUND')
  for (const [field, of] of [
    ['commentThread', thread['createCommentThread']?.thread.id],
    ['documentVersion', version['createDocumentVersion']?.version.id],
  ])
    await expect(
      ask(node.subgraph, world.grace, `query ($id: ID!) { ${field}(id: $id) { document { title } } }`, { id: of }),
    ).rejects.toThrow('NOT_FOUND')
  expect(idsOf(await list({}, world.grace))).not.toContain(id)
  expect(idsOf(await list({ filter: { spaceId } }, world.grace))).toEqual([])
  world.memoryGraph.accesses.delete(spaceId)
  await remove(id, world.ada)
  world.memoryGraph.accesses.set(spaceId, 'NONE')
  await expect(restore(id, world.grace)).rejects.toThrow('NOT_FOUND')
})

test('D9: who only reads a space reads its documents, and neither changes nor makes any', async () => {
  const spaceId = world.addSpace()
  const { id } = await make({ spaceId })
  world.memoryGraph.accesses.set(spaceId, 'READ')
  expect((await read(id, world.grace)).document.viewerRole).toBe('VIEWER')
  expect(idsOf(await list({ filter: { spaceId } }, world.grace))).toEqual([id])
  await expect(rename(id, 'x', world.grace)).rejects.toThrow('FORBIDDEN')
  await expect(remove(id, world.grace)).rejects.toThrow('FORBIDDEN')
  await expect(make({ spaceId }, world.grace)).rejects.toThrow('FORBIDDEN')
  world.memoryGraph.accesses.delete(spaceId)
  await remove(id)
  world.memoryGraph.accesses.set(spaceId, 'READ')
  await expect(restore(id, world.grace)).rejects.toThrow('FORBIDDEN')
})

test('D4: a free document of another tenant, and its space, do not exist', async () => {
  const { id } = await make()
  await expect(read(id, world.eve)).rejects.toThrow('NOT_FOUND')
  await expect(rename(id, 'x', world.eve)).rejects.toThrow('NOT_FOUND')
  await expect(remove(id, world.eve)).rejects.toThrow('NOT_FOUND')
  await expect(restore(id, world.eve)).rejects.toThrow('NOT_FOUND')
  await expect(make({ spaceId: world.addSpace() }, world.eve)).rejects.toThrow('NOT_FOUND')
  expect(idsOf(await list({}, world.eve))).toEqual([])
})

test('the list is paged, the newest first, and filtered by space, kind and title', async () => {
  const owner = userIdentity()
  const spaceId = world.addSpace(owner)
  const made = []
  for (const [title, more] of [
    ['Alpha', { kind: 'BOARD' }],
    ['Beta', { spaceId }],
    ['Gamma beta', {}],
    ['Delta', { kind: 'BOARD', spaceId }],
  ] as const)
    made.unshift((await make({ title, ...more }, owner)).id)
  expect(idsOf(await list({}, owner))).toEqual(made)
  const first = await list({ first: 3 }, owner)
  expect([idsOf(first), first.pageInfo.hasNextPage]).toEqual([made.slice(0, 3), true])
  const rest = await list({ first: 3, after: first.pageInfo.endCursor }, owner)
  expect([idsOf(rest), rest.pageInfo.hasNextPage]).toEqual([made.slice(3), false])
  const titles = async (filter: object) => (await list({ filter }, owner)).nodes.map(({ title }) => title)
  expect(await titles({ spaceId })).toEqual(['Delta', 'Beta'])
  expect(await titles({ kind: 'BOARD' })).toEqual(['Delta', 'Alpha'])
  expect(await titles({ title: 'BETA' })).toEqual(['Gamma beta', 'Beta'])
  expect(await titles({ title: '%' })).toEqual([])
  await expect(list({ first: 101 }, owner)).rejects.toThrow('BAD_USER_INPUT')
  await expect(list({ filter: { title: 'x'.repeat(501) } }, owner)).rejects.toThrow('BAD_USER_INPUT')
})

test('D10: a rename is an edit that others merge with, shown by lists at once; what editors write there, soon', async () => {
  const { id } = await make({ title: 'First' })
  using editor = await world.editor(other, id, world.grace)
  await synced(editor)
  expect((await rename(id, 'First draft'))['renameDocument']).toMatchObject({ document: { title: 'First draft' } })
  await vi.waitFor(() => expect(editor.doc.getText('title').toJSON()).toBe('First draft'))
  await editor.push(
    updateOf(editor.doc, () => {
      const title = editor.doc.getText('title')
      title.delete(0, title.length)
      title.insert(0, ` Second\0 ${'t'.repeat(600)}`)
    }),
  )
  await vi.waitFor(async () => expect((await read(id)).document.title).toBe(`Second ${'t'.repeat(493)}`))
  await editor.push(
    updateOf(editor.doc, () => {
      const title = editor.doc.getText('title')
      title.delete(0, title.length)
    }),
  )
  await vi.waitFor(async () => {
    const [row] = await world.database.withTenant(world.ada, (em) =>
      em.execute<{ done: boolean }[]>('select unprojected_since is null as done from collab.document where id = ?', [
        id,
      ]),
    )
    expect(row?.done).toBe(true)
  })
  expect((await read(id)).document.title).toMatch(/^Second t/)
  expect(await actionsOn(id)).toContain('document.rename ALLOWED')
})

test('D11: what is deleted is gone for everybody on every node, and comes back whole', async () => {
  const { id } = await make({ title: 'Gone and back' })
  using editor = await world.editor(node, id, world.grace)
  await synced(editor)
  await editor.edit((text) => text.insert(0, 'kept'))
  expect(await remove(id, world.ada, other)).toEqual({ deleteDocument: { documentId: id } })
  await vi.waitFor(() => expect(editor.events.at(-1)?.control).toMatchObject({ kind: 'EVICTED' }))
  const late = updateOf(editor.doc, () => editor.doc.getText('content').insert(0, 'too late'))
  const pushed = { sessionId: editor.session.id, epoch: 1, batchId: 'late', update: base64(late) }
  expect(await push(node.subgraph, world.grace, pushed)).toMatchObject({ status: 'PERMISSION_DENIED' })
  await expect(read(id)).rejects.toThrow('NOT_FOUND')
  await expect(remove(id)).rejects.toThrow('NOT_FOUND')
  await expect(rename(id, 'x')).rejects.toThrow('NOT_FOUND')
  expect(idsOf(await list())).not.toContain(id)
  expect(await restore(id)).toEqual({ restoreDocument: { document: { id, title: 'Gone and back', text: 'kept' } } })
  await expect(restore(id)).rejects.toThrow('CONFLICT')
  expect(idsOf(await list())).toContain(id)
  expect(await push(node.subgraph, world.grace, pushed)).toMatchObject({ status: 'OK' })
  expect(await actionsOn(id)).toEqual(
    expect.arrayContaining(['document.delete ALLOWED', 'document.restore ALLOWED', 'document.edit DENIED']),
  )
})

test('D9: a document moves between places its mover may write to, and leaves those who may not see it there', async () => {
  const [from, to] = [world.addSpace(), world.addSpace()]
  const { id } = await make({ spaceId: from })
  using editor = await world.editor(other, id, world.grace)
  await synced(editor)
  const moving = (spaceId: string | null, as = world.ada) =>
    change('moveDocument', { id, spaceId }, 'document { id space { id } }', as)
  expect(await moving(to)).toEqual({ moveDocument: { document: { id, space: { id: to } } } })
  await editor.edit((text) => text.insert(0, 'still here'))
  expect(await moving(null)).toEqual({ moveDocument: { document: { id, space: null } } })
  world.memoryGraph.accesses.set(from, 'READ')
  await expect(moving(from)).rejects.toThrow('FORBIDDEN')
  world.memoryGraph.accesses.set(from, 'NONE')
  await expect(moving(from)).rejects.toThrow('NOT_FOUND')
  await expect(moving(world.addSpace(world.eve))).rejects.toThrow('NOT_FOUND')
  await expect(moving(to, world.victor)).rejects.toThrow('FORBIDDEN')
  await expect(moving(null, world.eve)).rejects.toThrow('NOT_FOUND')
  await moving(to)
  world.memoryGraph.accesses.set(to, 'READ')
  await expect(moving(null)).rejects.toThrow('FORBIDDEN')
  world.memoryGraph.accesses.delete(from)
  world.memoryGraph.accesses.delete(to)
  expect(await actionsOn(id)).toEqual(expect.arrayContaining(['document.move ALLOWED']))
  const { memory, id: documentId } = await world.createDocument(node, 'of a memory')
  await expect(change('moveDocument', { id: documentId, spaceId: to }, 'document { id }')).rejects.toThrow(
    'BAD_USER_INPUT',
  )
  expect(memory.id).toBeDefined()
})

test('D9: who may not see the space that a document is moved to loses his stream at once, on every node', async () => {
  const patient = { limits: { accessMs: 600_000, accessRecheckMs: 600_000 } }
  await using here = await world.startNode(patient)
  await using there = await world.startNode(patient)
  const to = world.addSpace()
  const { id } = await world.createFreeDocument(here)
  using editor = await world.editor(there, id, world.grace)
  await synced(editor)
  world.memoryGraph.hidden.set(to, world.grace.userId)
  await change('moveDocument', { id, spaceId: to }, 'document { id }', world.ada, here)
  await vi.waitFor(() => expect(editor.events.at(-1)?.control).toMatchObject({ kind: 'EVICTED' }))
  expect((await editor.edit((text) => text.insert(0, 'late'))).status).toBe('PERMISSION_DENIED')
})

test('D11: those that are deleted are listed for who could see them, and restored to another place than theirs', async () => {
  const [spaceId, elsewhere] = [world.addSpace(), world.addSpace()]
  const { id } = await make({ spaceId, title: 'Gone' })
  const deleted = (as = world.ada) => list({ filter: { isDeleted: true, spaceId } }, as)
  expect(idsOf(await deleted())).toEqual([])
  await remove(id)
  expect(await deleted()).toMatchObject({ nodes: [{ id, title: 'Gone' }] })
  expect(idsOf(await deleted(world.eve))).toEqual([])
  world.memoryGraph.spaces.delete(spaceId)
  world.memoryGraph.accesses.set(spaceId, 'WRITE')
  expect(await holds(spaceId)).toBe(false)
  await expect(restore(id)).rejects.toThrow('NOT_FOUND')
  const selection = 'document { deletedAt space { id } }'
  expect(await change('restoreDocument', { id, spaceId: elsewhere }, selection)).toEqual({
    restoreDocument: { document: { deletedAt: null, space: { id: elsewhere } } },
  })
  expect([await holds(spaceId), await holds(elsewhere)]).toEqual([false, true])
  await remove(id)
  expect(await change('restoreDocument', { id, spaceId: null }, selection)).toMatchObject({
    restoreDocument: { document: { space: null } },
  })
})

test('only services are told whether documents lie in a space', async () => {
  const query = '{ holdsDocuments(spaceId: "spc_x") }'
  await expect(ask(node.subgraph, world.ada, query)).rejects.toThrow('FORBIDDEN')
})

test('D12: a key of one caller makes one document; another caller may use the same', async () => {
  const again = (as = world.ada) => make({ title: 'Once', idempotencyKey: 'once' }, as)
  const made = await Promise.all([again(), again(), again()])
  expect(new Set(made.map(({ id }) => id)).size).toBe(1)
  expect((await again(world.grace)).id).not.toBe(made[0]?.id)
})

test('D12: a tenant has so many free documents and no more', async () => {
  const full = await world.startNode({ limits: { freeDocumentsPerTenant: 2 } })
  const owner = userIdentity()
  const { id } = await world.createFreeDocument(full, {}, owner)
  await world.createFreeDocument(full, {}, owner)
  await remove(id, owner)
  await expect(world.createFreeDocument(full, {}, owner)).rejects.toThrow('CONFLICT')
})

test('a viewer makes, renames, deletes and restores none, and a key only what its scopes say', async () => {
  const { id } = await make()
  await expect(make({}, world.victor)).rejects.toThrow('FORBIDDEN')
  await expect(rename(id, 'x', world.victor)).rejects.toThrow('FORBIDDEN')
  await expect(remove(id, world.victor)).rejects.toThrow('FORBIDDEN')
  await expect(restore(id, world.victor)).rejects.toThrow('FORBIDDEN')
  const key = (...scopes: string[]) => apiKeyIdentity({ tenantId: world.ada.tenantId ?? '', scopes })
  const making = 'mutation { createFreeDocument(input: { kind: NOTE, title: "x" }) { document { id } } }'
  await expect(ask(node.subgraph, key('document:create'), making)).rejects.toThrow('FORBIDDEN')
  await expect(ask(node.subgraph, key('document:read'), '{ documents { nodes { id } } }')).resolves.toBeDefined()
  await expect(ask(node.subgraph, key('memory:read'), '{ documents { nodes { id } } }')).rejects.toThrow('FORBIDDEN')
})

test.each([
  [{ title: ' ' }],
  [{ title: 'x'.repeat(501) }],
  [{ title: 'a\0b' }],
  [{ kind: 'MEMORY' }],
  [{ idempotencyKey: '' }],
  [{ idempotencyKey: 'x'.repeat(65) }],
])('%j makes no document', async (input) => {
  await expect(make(input)).rejects.toThrow('BAD_USER_INPUT')
})

test('a memory’s document is renamed and deleted with its memory alone', async () => {
  const { id } = await world.createDocument(node, 'text')
  await expect(rename(id, 'x')).rejects.toThrow('BAD_USER_INPUT')
  await expect(remove(id)).rejects.toThrow('BAD_USER_INPUT')
  await expect(restore(id)).rejects.toThrow('NOT_FOUND')
})
