import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { auditRecords } from '@graphmemory/testing/audit-records.ts'
import { apiKeyIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { createInProcessEventBus } from '@graphmemory/events/in-process-event-bus.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { ask, Editor, openSession } from '../testing/editor.ts'
import type { TestNode } from '../testing/start-node.ts'
import { synced } from '../testing/synced.ts'
import { World } from '../testing/world.ts'

let world: World
let near: TestNode
let far: TestNode
beforeAll(async () => {
  world = await World.create()
  near = await world.startNode()
  far = await world.startNode()
})
afterAll(() => world[Symbol.asyncDispose]())

type Rule = { readonly documentId: string; userId?: string; apiKeyId?: string; role: string | null }
const setRole = (input: Rule, as: Identity = world.ada) =>
  ask(
    near.subgraph,
    as,
    'mutation ($input: SetDocumentRoleInput!) { setDocumentRole(input: $input) { document { id } } }',
    { input },
  )
const rolesOf = async (id: string, as: Identity) =>
  (
    await ask<{ document: { viewerRole: string; roles: object[] } }>(
      far.subgraph,
      as,
      'query ($id: ID!) { document(id: $id) { viewerRole roles { user { id } apiKeyId role } } }',
      { id },
    )
  ).document
const controls = (editor: Editor) => editor.events.flatMap(({ control }) => (control === null ? [] : [control]))

test('R1, R4: a role taken away on one node reaches the open streams of another, and holds for the next push', async () => {
  const { id } = await world.createDocument(near, 'ours')
  using g = await world.editor(far, id, world.grace)
  using a = await world.editor(near, id)
  await synced(g, a)
  expect(await g.edit((text) => text.insert(0, '1'))).toMatchObject({ status: 'OK' })
  for (const role of ['SUGGESTER', 'COMMENTER', 'VIEWER', 'EDITOR']) {
    await setRole({ documentId: id, userId: world.grace.userId, role })
    await vi.waitFor(() => expect(controls(g).at(-1)).toMatchObject({ kind: 'ROLE_CHANGED', role }))
    const status = role === 'EDITOR' ? 'OK' : 'PERMISSION_DENIED'
    expect(await g.push(g.missing(), `as ${role}`)).toMatchObject({ status: role === 'EDITOR' ? 'DUPLICATE' : status })
  }
  expect(controls(a)).toEqual([])
  expect(
    (await auditRecords(world.database, world.ada.tenantId)).filter(({ action }) => action === 'document.set_role'),
  ).toMatchObject(
    ['SUGGESTER', 'COMMENTER', 'VIEWER', 'EDITOR'].map((role) => ({
      outcome: 'ALLOWED',
      resource: { type: 'document', id },
      details: { subjectKind: 'user', subjectId: world.grace.userId, role },
    })),
  )
})

test('R1: the right to read taken away ends the stream, and other rights are told, when news of the caller comes', async () => {
  const { id } = await world.createDocument(near, 'ours')
  const key = apiKeyIdentity({ tenantId: world.ada.tenantId ?? '', scopes: ['document:read', 'document:update'] })
  const token = world.people.tokenOf(key)
  using k = await Editor.open(far.url, token, await openSession(far.subgraph, key, id))
  await synced(k)
  const change = (scopes: readonly string[]) => {
    world.people.change(token, { ...key, scopes })
    world.events.publish('identity.changed', { tenantId: key.tenantId, apiKeyId: key.apiKeyId })
  }
  change(['document:read', 'document:suggest'])
  await vi.waitFor(() => expect(controls(k)).toMatchObject([{ kind: 'ROLE_CHANGED', role: 'SUGGESTER' }]))
  expect(await k.edit((text) => text.insert(0, 'x'))).toMatchObject({ status: 'PERMISSION_DENIED' })
  change([])
  await vi.waitFor(() => expect(controls(k).at(-1)).toMatchObject({ kind: 'EVICTED' }))
  await vi.waitFor(() => expect(k.isComplete).toBe(true))
})

test('R1: credentials that are worth nothing any more close the socket', async () => {
  const { id } = await world.createDocument(near, 'ours')
  const token = world.people.tokenOf(world.grace)
  using g = await Editor.open(far.url, token, await openSession(far.subgraph, world.grace, id))
  await synced(g)
  world.people.change(token, undefined)
  world.events.publish('identity.changed', { userId: world.grace.userId })
  await vi.waitFor(() => expect(g.closes).toMatchObject([{ code: 4401 }]))
})

test('R3: a rule takes away and never adds, the caller’s own comes before everybody’s, and managers are not confined', async () => {
  const tenantId = world.ada.tenantId ?? ''
  const agent = apiKeyIdentity({ tenantId, scopes: ['document:read', 'document:update'] })
  const { id } = await world.createDocument(near, 'ours')
  await setRole({ documentId: id, role: 'COMMENTER' })
  await setRole({ documentId: id, userId: world.victor.userId, role: 'EDITOR' })
  await setRole({ documentId: id, apiKeyId: agent.apiKeyId, role: 'SUGGESTER' })
  for (const [as, viewerRole] of [
    [world.ada, 'EDITOR'],
    [world.grace, 'COMMENTER'],
    [world.victor, 'VIEWER'],
    [agent, 'SUGGESTER'],
  ] as const)
    await vi.waitFor(async () => expect(await rolesOf(id, as)).toMatchObject({ viewerRole }))
  expect((await rolesOf(id, world.ada)).roles).toEqual([
    { user: null, apiKeyId: null, role: 'COMMENTER' },
    { user: { id: world.victor.userId }, apiKeyId: null, role: 'EDITOR' },
    { user: null, apiKeyId: agent.apiKeyId, role: 'SUGGESTER' },
  ])
  expect((await openSession(near.subgraph, world.grace, id)).role).toBe('COMMENTER')
  await setRole({ documentId: id, role: null })
  await vi.waitFor(async () => expect(await rolesOf(id, world.grace)).toMatchObject({ viewerRole: 'EDITOR' }))
})

test('R4: a rule holds for patches, versions and remarks too', async () => {
  const { id } = await world.createDocument(near, 'ours')
  const version =
    'mutation ($id: ID!) { createDocumentVersion(input: { documentId: $id, name: "v" }) { version { id } } }'
  const patch = `mutation ($id: ID!, $b: String!) { applyMemoryPatch(input: {
    documentId: $id, epoch: 1, baseSeq: 1, content: "theirs", batchId: $b }) { document { id } } }`
  const remark = 'mutation ($id: ID!) { createCommentThread(input: { documentId: $id, body: "?" }) { thread { id } } }'
  const made = await ask<{ createDocumentVersion: { version: { id: string } } }>(near.subgraph, world.grace, version, {
    id,
  })
  const forget = 'mutation ($id: ID!) { deleteDocumentVersion(input: { id: $id }) { versionId } }'
  const restore =
    'mutation ($id: ID!) { restoreDocumentVersion(input: { versionId: $id, batchId: "r" }) { document { id } } }'
  const versionId = made.createDocumentVersion.version.id
  await setRole({ documentId: id, userId: world.grace.userId, role: 'COMMENTER' })
  for (const [query, of] of [
    [version, id],
    [patch, id],
    [forget, versionId],
    [restore, versionId],
  ] as const)
    await expect(ask(near.subgraph, world.grace, query, { id: of, b: 'b' })).rejects.toThrow('FORBIDDEN')
  await expect(ask(near.subgraph, world.grace, remark, { id })).resolves.toBeDefined()
  await setRole({ documentId: id, userId: world.grace.userId, role: 'VIEWER' })
  await expect(ask(near.subgraph, world.grace, remark, { id })).rejects.toThrow('FORBIDDEN')
})

test('R3: only who may share documents says who may do what; a person and a key at once are refused', async () => {
  const { id } = await world.createDocument(near, 'ours')
  const sharer = userIdentity({ tenantId: world.ada.tenantId, role: 'collaborator' })
  await expect(setRole({ documentId: id, role: 'VIEWER' }, world.grace)).rejects.toThrow('FORBIDDEN')
  await expect(setRole({ documentId: id, role: 'VIEWER' }, world.eve)).rejects.toThrow('NOT_FOUND')
  await expect(setRole({ documentId: id, role: 'EDITOR' }, sharer)).resolves.toBeDefined()
  for (const wrong of [{ userId: 'a', apiKeyId: 'b' }, { userId: '' }, { apiKeyId: 'x'.repeat(65) }])
    await expect(setRole({ documentId: id, role: 'VIEWER', ...wrong })).rejects.toThrow('BAD_USER_INPUT')
})

test('R4: where news is lost, a rule counts after a while all the same', async () => {
  const deaf = await world.startNode({}, createInProcessEventBus(createLog({ name: 'test', level: 'silent' })))
  const { id } = await world.createDocument(near, 'ours')
  using g = await world.editor(deaf, id, world.grace)
  await synced(g)
  await setRole({ documentId: id, userId: world.grace.userId, role: 'VIEWER' })
  const denied = async () =>
    expect(await g.edit((text) => text.insert(0, 'x'))).toMatchObject({ status: 'PERMISSION_DENIED' })
  await vi.waitFor(denied, { timeout: 20_000, interval: 200 })
})

test('R5: what rules gave a member ends with his membership, and what they kept from him stays', async () => {
  const joined = userIdentity({ tenantId: world.ada.tenantId, role: 'editor' })
  const tenantId = joined.tenantId ?? ''
  world.tenantAuth.add(joined.userId, tenantId)
  const [given, kept, open] = await Promise.all(
    ['given', 'kept', 'open'].map((text) => world.createDocument(near, text)),
  )
  if (given === undefined || kept === undefined || open === undefined) throw new Error('not made')
  const { userId } = joined
  await setRole({ documentId: given.id, role: 'VIEWER' })
  await setRole({ documentId: given.id, userId, role: 'SUGGESTER' })
  await setRole({ documentId: kept.id, userId, role: 'VIEWER' })
  await setRole({ documentId: open.id, userId, role: 'EDITOR' })
  using editor = await world.editor(far, given.id, joined)
  await synced(editor)
  world.tenantAuth.leave(userId)
  world.events.publish('identity.changed', { tenantId, userId })
  await vi.waitFor(() => expect(controls(editor).at(-1)).toMatchObject({ kind: 'ROLE_CHANGED', role: 'VIEWER' }))
  world.tenantAuth.add(userId, tenantId)
  world.events.publish('identity.changed', { tenantId, userId })
  const roles = () => Promise.all([given, kept, open].map(async ({ id }) => (await rolesOf(id, joined)).roles))
  await vi.waitFor(async () =>
    expect(await roles()).toEqual([
      [{ user: null, apiKeyId: null, role: 'VIEWER' }],
      [{ user: { id: userId }, apiKeyId: null, role: 'VIEWER' }],
      [],
    ]),
  )
  expect((await rolesOf(kept.id, joined)).viewerRole).toBe('VIEWER')
  expect(
    (await auditRecords(world.database, world.ada.tenantId)).filter(({ action }) => action === 'document.end_roles'),
  ).toMatchObject([{ details: { userId, documentIds: [given.id, open.id].toSorted() } }])
})
