import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Doc } from 'yjs'
import { takeDatabaseAway } from '@graphmemory/testing/take-database-away.ts'
import { testDatabaseUrl } from '@graphmemory/testing/test-database.ts'
import { GraphMemoryProvider } from '@graphmemory/yjs-provider'
import { ask, type Editor, updateOf } from './testing/editor.ts'
import { synced } from './testing/synced.ts'
import type { TestNode } from './testing/start-node.ts'
import { createMutation, World } from './testing/world.ts'

// The embedded database lies in the process: it cannot go.
describe.skipIf(testDatabaseUrl === undefined).each([
  ['gone', 'gone'],
  ['read only', 'read only'],
  ['full', { full: ['collab.write_probe', 'collab.entry'] }],
  ['full but for small writes', { full: ['collab.entry'] }],
] as const)('while PostgreSQL is %s', (_, how) => {
  const isFull = typeof how === 'object'
  let world: World
  let node: TestNode
  beforeAll(async () => {
    world = await World.create()
    node = await world.startNode({ writeWatch: { everyMs: 20, momentMs: 150 } })
  })
  afterAll(() => world[Symbol.asyncDispose]())

  test('X1, X2: editors are told, edits are UNAVAILABLE with a time to try again, and stored once it is back', async () => {
    const { id } = await world.createDocument(node, '')
    using editor = await world.editor(node, id)
    await synced(editor)
    expect(await editor.edit((text) => text.insert(0, 'before'))).toMatchObject({ status: 'OK' })
    const modes = () =>
      editor.events.flatMap(({ control }) => (control?.kind === 'READ_ONLY_MODE' ? [control.isReadOnly] : []))
    const update = updateOf(editor.doc, () => editor.doc.getText('content').insert(6, ' and after'))
    const bringBack = await takeDatabaseAway(world.database, how)
    try {
      await vi.waitFor(async () => {
        // Where all looks well, only edits show it.
        if (isFull) await editor.push(update, 'kept')
        expect(modes()).toEqual([true])
      })
      const refused = await editor.push(update, 'kept')
      expect(refused).toMatchObject({ status: 'UNAVAILABLE', durable: false })
      expect(refused.retryAfterMs).toBeGreaterThan(0)
    } finally {
      await bringBack()
    }
    // Coming back, the database may go once more.
    await vi.waitFor(() => expect([modes()[0], modes().at(-1)]).toEqual([true, false]))
    expect(await editor.push(update, 'kept')).toMatchObject({ status: 'OK', durable: true })
    using other = await world.editor(node, id, world.grace)
    await vi.waitFor(() => expect(other.text).toBe('before and after'))
    expect(other.events.every(({ control }) => control === null)).toBe(true)
  })

  test('X2: the provider says so, keeps what is typed, and saves it afterwards', async () => {
    const { id } = await world.createDocument(node, '')
    using provider = new GraphMemoryProvider({
      url: node.url,
      getToken: async () => world.people.tokenOf(world.grace),
      documentId: id,
      doc: new Doc(),
    })
    await provider.whenSynced()
    const told: boolean[] = []
    provider.on('readOnly', (isReadOnly) => told.push(isReadOnly))
    const bringBack = await takeDatabaseAway(world.database, how)
    try {
      if (!isFull) await vi.waitUntil(() => provider.readOnly)
      provider.doc.getText('content').insert(0, 'meanwhile')
      await vi.waitFor(() => expect(provider.saveState).toEqual({ kind: 'blocked', reason: 'READ_ONLY_MODE' }))
    } finally {
      await bringBack()
    }
    await provider.whenSaved()
    expect([provider.readOnly, provider.saveState]).toEqual([false, { kind: 'saved' }])
    expect([told[0], told.at(-1)]).toEqual([true, false])
    using reader = await world.editor(node, id)
    await vi.waitFor(() => expect(reader.text).toBe('meanwhile'))
  })

  test.runIf(how === 'read only')('X1: who joins meanwhile is told after the first event', async () => {
    const { id } = await world.createDocument(node, 'read')
    using editor = await world.editor(node, id)
    await synced(editor)
    using late = await world.editor(node, id, world.grace)
    await synced(late)
    late.stop()
    const bringBack = await takeDatabaseAway(world.database, how)
    try {
      await vi.waitFor(() => expect(editor.events.at(-1)?.control).toMatchObject({ isReadOnly: true }))
      const seen = late.events.length
      late.listen()
      await vi.waitFor(() => expect(late.events.length).toBe(seen + 2))
      expect(late.events.slice(seen)).toMatchObject([
        { control: null, stateVector: expect.any(String) },
        { control: { kind: 'READ_ONLY_MODE', isReadOnly: true } },
      ])
    } finally {
      await bringBack()
    }
    await vi.waitFor(() => expect(editor.events.at(-1)?.control).toMatchObject({ isReadOnly: false }))
  })
})

describe('while a tenant is read-only', () => {
  let world: World
  let node: TestNode
  beforeAll(async () => {
    world = await World.create()
    node = await world.startNode({ writeWatch: { everyMs: 200, momentMs: 1_500 } })
  })
  afterAll(() => world[Symbol.asyncDispose]())

  const setReadOnly = async (isReadOnly: boolean, { isTold = true } = {}) => {
    const { ada, database, events } = world
    await database.withTenant(ada, async (em) => {
      await recordAudit(em, ada, { type: 'permission_change', action: 'tenant.set_read_only' })
      if (isReadOnly) await em.execute('insert into audit.read_only_tenant values (?, ?)', [ada.tenantId, 'We move'])
      else await em.execute('delete from audit.read_only_tenant')
    })
    if (isTold) events.publish('tenant.read_only_changed', { tenantId: ada.tenantId ?? '' })
  }
  const modesOf = ({ events }: Editor) =>
    events.flatMap(({ control }) => (control?.kind === 'READ_ONLY_MODE' ? [control.isReadOnly] : []))
  const commenting = `mutation ($input: CreateCommentThreadInput!) { createCommentThread(input: $input) { thread { id } } }`

  test.each([true, false])(
    'X3: its editors are told, with news (%s) or without, and those of others are not',
    async (isTold) => {
      const { id } = await world.createDocument(node, '')
      const { id: foreignId } = await world.createDocument(node, '', world.eve)
      using editor = await world.editor(node, id)
      using foreign = await world.editor(node, foreignId, world.eve)
      await Promise.all([synced(editor), synced(foreign)])
      const update = updateOf(editor.doc, () => editor.doc.getText('content').insert(0, 'kept'))
      await setReadOnly(true, { isTold })
      try {
        await vi.waitFor(() => expect(modesOf(editor)).toEqual([true]))
        expect(await editor.push(update, 'kept')).toMatchObject({ status: 'UNAVAILABLE', retryAfterMs: 400 })
        expect(await foreign.edit((text) => text.insert(0, 'mine'))).toMatchObject({ status: 'OK' })
        using late = await world.editor(node, id, world.grace)
        await synced(late)
        await vi.waitFor(() => expect(modesOf(late)).toEqual([true]))
        expect(await late.push(null, 'cursor', { presence: { at: 1 }, presenceClock: 1 })).toMatchObject({
          status: 'OK',
        })
      } finally {
        await setReadOnly(false, { isTold })
      }
      await vi.waitFor(() => expect(modesOf(editor)).toEqual([true, false]))
      expect(await editor.push(update, 'kept')).toMatchObject({ status: 'OK', durable: true })
      expect(modesOf(foreign)).toEqual([])
    },
  )

  test('X3: nothing of it is changed by any way, and all of it can be read', async () => {
    const { id, epoch, headSeq } = await world.createDocument(node, 'as it was')
    const memoryId = world.addMemory('never opened')
    await setReadOnly(true)
    try {
      const asked = (query: string, input: object) => ask(node.subgraph, world.ada, query, { input })
      const patch = { documentId: id, epoch, baseSeq: headSeq, content: 'changed', batchId: 'patch' }
      const patching = `mutation ($input: ApplyMemoryPatchInput!) { applyMemoryPatch(input: $input) { document { id } } }`
      await expect(asked(patching, patch)).rejects.toThrow('UNAVAILABLE')
      await expect(asked(createMutation, { memoryId })).rejects.toThrow('UNAVAILABLE')
      await expect(asked(commenting, { documentId: id, body: 'no' })).rejects.toThrow('UNAVAILABLE')
      await expect(world.createFreeDocument(node)).rejects.toThrow('UNAVAILABLE')
      const { document } = await ask<{ document: { text: string } }>(
        node.subgraph,
        world.ada,
        'query ($id: ID!) { document(id: $id) { text } }',
        { id },
      )
      expect(document.text).toBe('as it was')
    } finally {
      await setReadOnly(false)
    }
  })
})
