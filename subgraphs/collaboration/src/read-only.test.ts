import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Doc } from 'yjs'
import { takeDatabaseAway } from '@graphmemory/testing/take-database-away.ts'
import { testDatabaseUrl } from '@graphmemory/testing/test-database.ts'
import { GraphMemoryProvider } from '@graphmemory/yjs-provider'
import { updateOf } from './testing/editor.ts'
import { synced } from './testing/synced.ts'
import type { TestNode } from './testing/start-node.ts'
import { World } from './testing/world.ts'

// The embedded database lies in the process: it cannot go.
describe.skipIf(testDatabaseUrl === undefined).each(['gone', 'read only'] as const)('while PostgreSQL is %s', (how) => {
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
      await vi.waitFor(() => expect(modes()).toEqual([true]))
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
      await vi.waitFor(() => expect(provider.readOnly).toBe(true))
      provider.doc.getText('content').insert(0, 'meanwhile')
      expect(provider.saveState).toEqual({ kind: 'blocked', reason: 'READ_ONLY_MODE' })
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
