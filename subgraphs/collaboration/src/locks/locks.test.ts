import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Doc } from 'yjs'
import { auditRecords } from '@graphmemory/testing/audit-records.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { Editor } from '../testing/editor.ts'
import { ask, base64, openSession, push, updateOf, type OpenSession } from '../testing/editor.ts'
import type { TestNode } from '../testing/start-node.ts'
import { synced } from '../testing/synced.ts'
import { World } from '../testing/world.ts'

type Lock = {
  readonly element: string
  readonly token: number
  readonly yjsClientId: number
  readonly holder: { readonly id: string } | null
  readonly expiresAt: string
}

let world: World
let near: TestNode
let far: TestNode
beforeAll(async () => {
  world = await World.create()
  near = await world.startNode()
  far = await world.startNode()
})
afterAll(() => world[Symbol.asyncDispose]())

const fields = 'lock { element token yjsClientId holder { id } expiresAt }'
const change = async (name: 'acquire' | 'renew', input: object, as: Identity, by = near): Promise<Lock> => {
  const field = `${name}ElementLock`
  const type = `${name === 'acquire' ? 'Acquire' : 'Renew'}ElementLockInput`
  const query = `mutation ($input: ${type}!) { changed: ${field}(input: $input) { ${fields} } }`
  return (await ask<{ changed: { lock: Lock } }>(by.subgraph, as, query, { input })).changed.lock
}
const acquire = (input: { sessionId: string; element: string; leaseMs?: number }, as: Identity, by = near) =>
  change('acquire', input, as, by)
const renew = (input: { sessionId: string; element: string; token: number; leaseMs?: number }, as: Identity) =>
  change('renew', input, as)
const release = async (input: { sessionId: string; element: string; token: number }, as: Identity) =>
  (
    await ask<{ releaseElementLock: { isReleased: boolean } }>(
      near.subgraph,
      as,
      'mutation ($input: ReleaseElementLockInput!) { releaseElementLock(input: $input) { isReleased } }',
      { input },
    )
  ).releaseElementLock.isReleased
const locksOf = async (id: string, as: Identity = world.victor) =>
  (
    await ask<{ document: { locks: Lock[] } }>(
      far.subgraph,
      as,
      'query ($id: ID!) { document(id: $id) { locks { element token yjsClientId holder { id } expiresAt } } }',
      { id },
    )
  ).document.locks
/** Makes the lease of an element end, as time does. */
const expire = (documentId: string) =>
  world.database.withTenant(world.ada, (em) =>
    em.execute(`update collab.element_lock set expires_at = now() - interval '1 second' where document_id = ?`, [
      documentId,
    ]),
  )

async function twoSessions() {
  const { id } = await world.createDocument(near, '')
  const ada = await openSession(near.subgraph, world.ada, id)
  const grace = await openSession(far.subgraph, world.grace, id)
  return { id, ada, grace }
}
const writing = (session: OpenSession) => {
  const doc = new Doc()
  doc.clientID = session.yjsClientId
  return (as: Identity, batchId: string, locks: object[], by = near) => {
    const update = base64(updateOf(doc, () => doc.getText('content').insert(0, batchId)))
    return push(by.subgraph, as, { sessionId: session.id, epoch: 1, batchId, update, locks })
  }
}

test('K1, K2: one session holds an element until it gives it back or its lease ends', async () => {
  const { id, ada, grace } = await twoSessions()
  const lock = await acquire({ sessionId: ada.id, element: 'edge/1' }, world.ada)
  expect(lock).toMatchObject({ element: 'edge/1', yjsClientId: ada.yjsClientId, holder: { id: world.ada.userId } })
  await expect(acquire({ sessionId: grace.id, element: 'edge/1' }, world.grace, far)).rejects.toThrow('CONFLICT')
  await expect(acquire({ sessionId: grace.id, element: 'edge/2' }, world.grace, far)).resolves.toBeDefined()
  const again = await acquire({ sessionId: ada.id, element: 'edge/1', leaseMs: 120_000 }, world.ada)
  expect(again.token).toBe(lock.token)
  expect(Date.parse(again.expiresAt)).toBeGreaterThan(Date.parse(lock.expiresAt))
  const renewed = await renew({ sessionId: ada.id, element: 'edge/1', token: lock.token, leaseMs: 1_000 }, world.ada)
  expect(Date.parse(renewed.expiresAt)).toBeLessThan(Date.parse(again.expiresAt))
  expect((await locksOf(id)).map(({ element }) => element)).toEqual(['edge/1', 'edge/2'])
  expect(await release({ sessionId: ada.id, element: 'edge/1', token: lock.token }, world.ada)).toBe(true)
  expect(await release({ sessionId: ada.id, element: 'edge/1', token: lock.token }, world.ada)).toBe(false)
  const next = await acquire({ sessionId: grace.id, element: 'edge/1' }, world.grace, far)
  expect(next.token).toBeGreaterThan(lock.token)
  const actions = (await auditRecords(world.database, world.ada.tenantId))
    .filter(({ resource }) => resource?.id === id)
    .map(({ action }) => action)
  expect(actions.filter((action) => action === 'document.lock_element')).toHaveLength(3)
  expect(actions.filter((action) => action === 'document.unlock_element')).toHaveLength(1)
})

test('K2: what is lost is neither renewed nor given away, and ends with its session', async () => {
  const { id, ada, grace } = await twoSessions()
  const lost = await acquire({ sessionId: ada.id, element: 'x' }, world.ada)
  await expire(id)
  expect(await locksOf(id)).toEqual([])
  await expect(renew({ sessionId: ada.id, element: 'x', token: lost.token }, world.ada)).rejects.toThrow('CONFLICT')
  const held = await acquire({ sessionId: grace.id, element: 'x' }, world.grace, far)
  expect(await release({ sessionId: ada.id, element: 'x', token: lost.token }, world.ada)).toBe(false)
  expect(await release({ sessionId: ada.id, element: 'x', token: held.token }, world.ada)).toBe(false)
  expect(await locksOf(id)).toEqual([held])
  const close = 'mutation ($id: ID!) { closeDocumentSession(input: { sessionId: $id }) { sessionId } }'
  await ask(far.subgraph, world.grace, close, { id: grace.id })
  expect(await locksOf(id)).toEqual([])
  await expect(acquire({ sessionId: grace.id, element: 'x' }, world.grace)).rejects.toThrow('NOT_FOUND')
})

test('K1: of many who take an element at once on two nodes, one gets it', async () => {
  const { id } = await world.createDocument(near, '')
  const nodes = [near, far]
  const sessions = await Promise.all(Array.from({ length: 8 }, () => openSession(near.subgraph, world.grace, id)))
  const attempts = await Promise.allSettled(
    sessions.map(({ id: sessionId }, n) => acquire({ sessionId, element: 'one' }, world.grace, nodes[n % 2])),
  )
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await locksOf(id)).toHaveLength(1)
})

test('K3: a push that names a lock is stored while its session holds it, and not after', async () => {
  const { id, ada, grace } = await twoSessions()
  const [asAda, asGrace] = [writing(ada), writing(grace)]
  const { token } = await acquire({ sessionId: ada.id, element: 'x' }, world.ada)
  const held = [{ element: 'x', token }]
  expect(await asAda(world.ada, 'a', held)).toMatchObject({ status: 'OK', seq: 2 })
  expect(await asGrace(world.grace, 'g', held, far)).toMatchObject({ status: 'LOCK_LOST', durable: false, seq: null })
  await expire(id)
  const next = await acquire({ sessionId: grace.id, element: 'x' }, world.grace, far)
  expect(await asAda(world.ada, 'late', held)).toMatchObject({ status: 'LOCK_LOST', durable: false })
  const own = writing(await openSession(far.subgraph, world.grace, id))
  expect(await own(world.grace, 'other session', [{ element: 'x', token: next.token }], far)).toMatchObject({
    status: 'LOCK_LOST',
  })
  const { document } = await ask<{ document: { text: string; headSeq: number } }>(
    near.subgraph,
    world.ada,
    'query ($id: ID!) { document(id: $id) { text headSeq } }',
    { id },
  )
  expect(document).toEqual({ text: 'a', headSeq: 2 })
})

test('U5: an edit that is pushed right after one that takes longer to look at may build on it', async () => {
  const { ada } = await twoSessions()
  const write = writing(ada)
  const { element, token } = await acquire({ sessionId: ada.id, element: 'edge' }, world.ada)
  const answers = await Promise.all([
    write(world.ada, 'first', [{ element, token }]),
    write(world.ada, 'second', []),
    write(world.ada, 'third', [{ element: 'another', token }]),
    write(world.ada, 'fourth', []),
  ])
  expect(answers.map(({ status }) => status)).toEqual(['OK', 'OK', 'LOCK_LOST', 'MISSING_DEPENDENCIES'])
})

test('K3: a lock that is lost between the push and its commit keeps the update out, and the room goes on', async () => {
  let before: () => Promise<unknown> = () => Promise.resolve()
  const slow = await world.startNode({
    wrapLog: (log) => ({ ...log, append: async (entry) => (await before(), log.append(entry)) }),
  })
  const { id } = await world.createDocument(slow, '')
  const session = await openSession(slow.subgraph, world.ada, id)
  const { token } = await acquire({ sessionId: session.id, element: 'x' }, world.ada, slow)
  before = () => expire(id)
  expect(await writing(session)(world.ada, 'late', [{ element: 'x', token }], slow)).toMatchObject({
    status: 'LOCK_LOST',
    durable: false,
  })
  before = () => Promise.resolve()
  const goesOn = async () =>
    expect(await writing(session)(world.ada, 'free', [], slow)).toMatchObject({ status: 'OK', seq: 2 })
  await vi.waitFor(goesOn)
  const edits = (await auditRecords(world.database, world.ada.tenantId)).filter(
    ({ action, resource }) => action === 'document.edit' && resource?.id === id,
  )
  expect(edits).toHaveLength(1)
})

test('K4: every reader on every node is told who holds what, and who comes later learns it first', async () => {
  const { id } = await world.createDocument(near, '')
  using v = await world.editor(far, id, world.victor)
  await synced(v)
  const session = await openSession(near.subgraph, world.ada, id)
  const { token, expiresAt, yjsClientId } = await acquire({ sessionId: session.id, element: 'x' }, world.ada)
  const change1 = { element: 'x', yjsClientId, expiresAt }
  const told = (editor: Editor) => editor.events.map(({ locks }) => locks)
  await vi.waitFor(() => expect(told(v)).toEqual([[], [change1]]))
  using late = await world.editor(near, id, world.victor)
  await vi.waitFor(() => expect(told(late)).toEqual([[change1]]))
  await release({ sessionId: session.id, element: 'x', token }, world.ada)
  const free = [{ element: 'x', yjsClientId: null, expiresAt: null }]
  await vi.waitFor(() => expect([told(v).at(-1), told(late).at(-1)]).toEqual([free, free]))
})

test('K1, K5: only who may edit takes elements, under a name and for a time within bounds', async () => {
  const { id, ada } = await twoSessions()
  const viewing = await openSession(near.subgraph, world.victor, id)
  await expect(acquire({ sessionId: viewing.id, element: 'x' }, world.victor)).rejects.toThrow('FORBIDDEN')
  await expect(acquire({ sessionId: ada.id, element: 'x' }, world.grace)).rejects.toThrow('NOT_FOUND')
  await expect(acquire({ sessionId: ada.id, element: 'x' }, world.eve)).rejects.toThrow('NOT_FOUND')
  for (const wrong of [{ element: '' }, { element: 'x'.repeat(201) }, { leaseMs: 999 }, { leaseMs: 120_001 }])
    await expect(acquire({ sessionId: ada.id, element: 'x', ...wrong }, world.ada)).rejects.toThrow('BAD_USER_INPUT')
  const locks = Array.from({ length: 21 }, (_, n) => ({ element: `${n}`, token: 1 }))
  await expect(writing(ada)(world.ada, 'many', locks)).rejects.toThrow('BAD_USER_INPUT')
})
