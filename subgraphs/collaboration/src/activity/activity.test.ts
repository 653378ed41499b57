import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { auditRecords } from '@graphmemory/testing/audit-records.ts'
import { apiKeyIdentity } from '@graphmemory/testing/test-identity.ts'
import { ask } from '../testing/editor.ts'
import type { TestNode } from '../testing/start-node.ts'
import { World } from '../testing/world.ts'

let world: World
let node: TestNode
let other: TestNode
const config = { limits: { remarksPerMinute: 10_000 } }
beforeAll(async () => {
  world = await World.create()
  node = await world.startNode(config)
  other = await world.startNode(config)
})
afterAll(() => world[Symbol.asyncDispose]())

type Activity = {
  seq: number
  kind: string
  actorKind: string
  actor: { id: string } | null
  thread: { id: string; status: string } | null
  comment: { body: string } | null
  version: { id: string; name: string | null; text: string } | null
}
const subscription = `subscription ($id: ID!, $after: Int) { documentActivity(documentId: $id, after: $after) {
  seq kind actorKind actor { id } thread { id status } comment { body } version { id name text }
} }`

const write = async (name: string, input: object, on = node, as: Identity = world.ada) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
  const selection = name === 'addComment' ? 'comment { id }' : 'thread { id }'
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} } }`
  const data = await ask<Record<string, Record<string, { id: string }>>>(on.subgraph, as, query, { input })
  return Object.values(data[name] ?? {})[0]?.id ?? ''
}
const open = (documentId: string, on = node) => write('createCommentThread', { documentId, body: 'first' }, on)

/** A subscriber that keeps what it hears, until it is disposed of. */
async function hear(documentId: string, after?: number, on = node, as: Identity = world.ada) {
  const events = await on.subgraph.subscribe({
    query: subscription,
    variables: { id: documentId, after },
    identity: as,
  })
  if (!(Symbol.asyncIterator in events)) throw new Error(String(events.errors?.[0]?.extensions['code']))
  const heard: Activity[] = []
  let isOver = false
  const reading = (async () => {
    for await (const { data, errors } of events) {
      if (errors !== undefined) throw new AggregateError(errors)
      heard.push((data as { documentActivity: Activity }).documentActivity)
    }
    isOver = true
  })()
  return {
    heard,
    get isOver() {
      return isOver
    },
    seqs: () => heard.map(({ seq }) => seq),
    [Symbol.asyncDispose]: async () => {
      await events.return?.()
      await reading
    },
  }
}
const change = async <T>(name: string, input: object, selection: string, as: Identity = world.ada, on = node) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} } }`
  return (await ask<Record<string, T>>(on.subgraph, as, query, { input }))[name]
}
const nameVersion = async (documentId: string, name: string, as: Identity = world.ada, on = node) =>
  (await change<{ version: { id: string } }>('createDocumentVersion', { documentId, name }, 'version { id }', as, on))
    ?.version.id ?? ''
const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1)

test('H1: what happens is told in order and without a gap, to subscribers of every node, whoever writes at once', async () => {
  const { id } = await world.createDocument(node, 'text')
  const threadId = await open(id)
  await using here = await hear(id, 0)
  await using there = await hear(id, 0, other)
  await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      write(
        'addComment',
        { threadId, body: `${n}` },
        n % 2 === 0 ? node : other,
        n % 3 === 0 ? world.grace : world.ada,
      ),
    ),
  )
  await write('resolveCommentThread', { id: threadId }, other, world.grace)
  for (const { seqs, heard } of [here, there]) {
    await vi.waitFor(() => expect(seqs()).toEqual(upTo(32)))
    expect(heard[0]).toMatchObject({ kind: 'THREAD_OPENED', actorKind: 'USER', actor: { id: world.ada.userId } })
    expect(new Set(heard.slice(1, 31).map(({ comment }) => comment?.body))).toEqual(
      new Set(Array.from({ length: 30 }, (_, n) => `${n}`)),
    )
    expect(heard[31]).toMatchObject({
      kind: 'THREAD_RESOLVED',
      actor: { id: world.grace.userId },
      thread: { id: threadId, status: 'RESOLVED' },
      comment: null,
    })
  }
})

test('H2: a subscriber goes on after the number it has, or begins now', async () => {
  const { id } = await world.createDocument(node, 'text')
  const threadId = await open(id)
  for (const body of ['one', 'two', 'three']) await write('addComment', { threadId, body })
  await using resumed = await hear(id, 2)
  await using fresh = await hear(id)
  await write('addComment', { threadId, body: 'four' })
  await vi.waitFor(() => expect(resumed.seqs()).toEqual([3, 4, 5]))
  await vi.waitFor(() => expect(fresh.seqs()).toEqual([5]))
  await expect(hear(id, 6)).rejects.toThrow('BAD_USER_INPUT')
  await expect(hear(id, -1)).rejects.toThrow('BAD_USER_INPUT')
})

test('H2: more than is read at once comes whole', async () => {
  const { id } = await world.createDocument(node, 'text')
  const threadId = await open(id)
  for (let n = 0; n < 60; n++) {
    await write(n % 2 === 0 ? 'resolveCommentThread' : 'reopenCommentThread', { id: threadId })
  }
  await using all = await hear(id, 0)
  await vi.waitFor(() => expect(all.seqs()).toEqual(upTo(61)))
})

test('H3: news that is lost is made up for from PostgreSQL', async () => {
  const deaf: EventBus = {
    publish: () => undefined,
    subscribe: (topic, handler) =>
      world.events.subscribe(topic, topic === 'document.activity' ? () => undefined : handler),
    isHealthy: () => false,
    [Symbol.asyncDispose]: async () => undefined,
  }
  const alone = await world.startNode({ ...config, headCheckMs: { healthy: 60_000, unhealthy: 20 } }, deaf)
  const { id } = await world.createDocument(node, 'text')
  await using heard = await hear(id, 0, alone)
  await open(id)
  await vi.waitFor(() => expect(heard.seqs()).toEqual([1]))
})

test('H4: what was taken back is told without what it said', async () => {
  const { id } = await world.createDocument(node, 'text')
  const threadId = await open(id)
  const commentId = await write('addComment', { threadId, body: 'regretted' })
  await ask(node.subgraph, world.ada, 'mutation ($i: DeleteCommentInput!) { deleteComment(input: $i) { commentId } }', {
    i: { id: commentId },
  })
  await using heard = await hear(id, 1)
  await vi.waitFor(() => expect(heard.heard).toHaveLength(2))
  expect(heard.heard.map(({ kind, comment }) => [kind, comment?.body])).toEqual([
    ['COMMENT_ADDED', ''],
    ['COMMENT_DELETED', ''],
  ])
})

test('D4: for another tenant there is nothing to hear, and who may not read documents hears nothing', async () => {
  const { id } = await world.createDocument(node, 'text')
  await expect(hear(id, 0, node, world.eve)).rejects.toThrow('NOT_FOUND')
  const key = apiKeyIdentity({ tenantId: world.ada.tenantId ?? '', scopes: ['document:comment'] })
  await expect(hear(id, 0, node, key)).rejects.toThrow('FORBIDDEN')
})

test('D4, E6: on the live socket, too, there is nothing to hear for another tenant', async () => {
  const { id } = await world.createDocument(node, 'text')
  const client = createClient({
    url: node.url,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${world.people.tokenOf(world.eve)}` },
    retryAttempts: 0,
  })
  const heard: unknown[] = []
  const over = Promise.withResolvers<void>()
  client.subscribe(
    { query: subscription, variables: { id, after: 0 } },
    { next: (result) => heard.push(result), error: over.reject, complete: over.resolve },
  )
  await over.promise
  expect(heard).toMatchObject([{ errors: [{ extensions: { code: 'NOT_FOUND' } }] }])
  await client.dispose()
})

test('E6, R1: on the live socket it is the same, and ends when the right to read is taken away', async () => {
  const { id } = await world.createDocument(node, 'text')
  const token = world.people.tokenOf(world.victor)
  const client = createClient({
    url: node.url,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  })
  const heard: unknown[] = []
  const over = Promise.withResolvers<void>()
  client.subscribe(
    { query: subscription, variables: { id, after: 0 } },
    { next: (result) => heard.push(result.data), error: over.reject, complete: over.resolve },
  )
  const threadId = await open(id, other)
  await vi.waitFor(() => expect(heard).toMatchObject([{ documentActivity: { seq: 1, thread: { id: threadId } } }]))
  world.people.change(token, { ...world.victor, role: null })
  world.events.publish('identity.changed', { userId: world.victor.userId })
  await over.promise
  await open(id)
  expect(heard).toHaveLength(1)
  await client.dispose()
})

test('V6, H1: what becomes of versions is told among the rest, in its order, on every node', async () => {
  const { id } = await world.createDocument(node, 'text')
  await using here = await hear(id, 0)
  await using there = await hear(id, 0, other)
  const threadId = await open(id)
  const versionId = await nameVersion(id, 'First')
  await write('addComment', { threadId, body: 'between' })
  using editor = await world.editor(other, id, world.grace)
  await vi.waitFor(() => expect(editor.text).toBe('text'))
  await editor.edit((text) => text.insert(4, ' and more'))
  const restoring = { versionId, batchId: 'back' }
  await change('restoreDocumentVersion', restoring, 'content { seq }', world.grace, other)
  await change('restoreDocumentVersion', restoring, 'content { seq }', world.grace, node)
  await change('deleteDocumentVersion', { id: versionId }, 'versionId')
  for (const { heard } of [here, there]) {
    await vi.waitFor(() => expect(heard.map(({ seq }) => seq)).toEqual(upTo(6)))
    expect(heard.map(({ kind, actorKind, actor }) => [kind, actorKind, actor?.id])).toEqual([
      ['THREAD_OPENED', 'USER', world.ada.userId],
      ['VERSION_NAMED', 'USER', world.ada.userId],
      ['COMMENT_ADDED', 'USER', world.ada.userId],
      // What stood there is kept before a version is restored.
      ['VERSION_KEPT', 'SERVICE', undefined],
      ['VERSION_RESTORED', 'USER', world.grace.userId],
      ['VERSION_FORGOTTEN', 'USER', world.ada.userId],
    ])
    expect(heard[3]?.version).toMatchObject({ name: null, text: 'text and more' })
    expect(heard[5]?.version).toBeNull()
  }
})

test('V6, T7: naming versions is no remark, and leaves its one record in the audit log', async () => {
  const strict = await world.startNode({ limits: { remarksPerMinute: 1 } })
  const { id } = await world.createDocument(strict, 'text')
  const versionId = await nameVersion(id, 'First', world.grace, strict)
  await expect(write('createCommentThread', { documentId: id, body: 'first' }, strict, world.grace)).resolves.toMatch(
    /./,
  )
  await expect(write('createCommentThread', { documentId: id, body: 'second' }, strict, world.grace)).rejects.toThrow(
    'RATE_LIMITED',
  )
  const records = await auditRecords(world.database, world.ada.tenantId)
  expect(records.filter(({ resource }) => resource?.id === versionId).map(({ action }) => action)).toEqual([
    'document_version.create',
  ])
})
