import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRelativePositionFromTypeIndex, encodeRelativePosition, type Doc } from 'yjs'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { anonymousIdentity, apiKeyIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { ask, base64 } from '../testing/editor.ts'
import type { TestNode } from '../testing/start-node.ts'
import { World } from '../testing/world.ts'
import { synced } from '../testing/synced.ts'

let world: World
let node: TestNode
beforeAll(async () => {
  world = await World.create()
  node = await world.startNode({ limits: { remarksPerMinute: 1_000 } })
})
afterAll(() => world[Symbol.asyncDispose]())

type Comment = {
  id: string
  body: string
  isDeleted: boolean
  authorKind: string
  author: { id: string } | null
  mentions: { id: string }[]
  editedAt: string | null
}
type Thread = {
  id: string
  status: string
  quote: string | null
  range: { from: number; to: number } | null
  anchor: { epoch: number; start: string; end: string } | null
  resolvedBy: { id: string } | null
  resolvedAt: string | null
  commentCount: number
  comments: { nodes: Comment[]; pageInfo: { hasNextPage: boolean; endCursor: string } }
}
const commentFields = 'id body isDeleted authorKind author { id } mentions { id } editedAt'
const threadFields = `id status quote range { from to } anchor { epoch start end } resolvedBy { id } resolvedAt commentCount
  comments(first: 100) { nodes { ${commentFields} } pageInfo { hasNextPage endCursor } }`

const write = <Payload>(name: string, input: object, selection: string, as: Identity = world.ada, on = node) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} } }`
  return ask<Record<string, Payload>>(on.subgraph, as, query, { input }).then((data) => data[name] as Payload)
}
const open = async (documentId: string, more: object = {}, as: Identity = world.ada, on = node) =>
  (
    await write<{ thread: Thread }>(
      'createCommentThread',
      { documentId, body: 'Is this so?', ...more },
      `thread { ${threadFields} }`,
      as,
      on,
    )
  ).thread
const reply = async (threadId: string, body: string, as: Identity = world.grace, more: object = {}) =>
  (await write<{ comment: Comment }>('addComment', { threadId, body, ...more }, `comment { ${commentFields} }`, as))
    .comment
const threadOf = async (id: string, as: Identity = world.ada) =>
  (
    await ask<{ commentThread: Thread }>(
      node.subgraph,
      as,
      `query ($id: ID!) { commentThread(id: $id) { ${threadFields} } }`,
      { id },
    )
  ).commentThread
const threadsOf = async (documentId: string, args: string, as: Identity = world.ada) =>
  (
    await ask<{
      document: { commentThreads: { nodes: Thread[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }
    }>(
      node.subgraph,
      as,
      `query ($id: ID!) { document(id: $id) { commentThreads(${args}) { nodes { ${threadFields} } pageInfo { hasNextPage endCursor } } } }`,
      { id: documentId },
    )
  ).document.commentThreads
const auditOf = async (id: string) =>
  (await world.auditOf(id)).map(({ action, actor, outcome }) => [action, actor.id, outcome])

const anchorAt = (doc: Doc, from: number, to: number) => {
  const at = (index: number, assoc: number) =>
    base64(encodeRelativePosition(createRelativePositionFromTypeIndex(doc.getText('content'), index, assoc)))
  return { epoch: 1, start: at(from, 0), end: at(to, -1) }
}
const commenter = () => userIdentity({ tenantId: world.ada.tenantId, role: 'commenter' })

describe('threads', () => {
  test('T1: a thread holds its place, what stood there and its first comment, and moves with the text', async () => {
    const { id } = await world.createDocument(node, 'The quick brown fox')
    using editor = await world.editor(node, id)
    await synced(editor)
    const thread = await open(id, { anchor: anchorAt(editor.doc, 4, 9), quote: 'quick', body: 'How quick?' })
    expect(thread).toMatchObject({
      status: 'OPEN',
      quote: 'quick',
      range: { from: 4, to: 9 },
      commentCount: 1,
      comments: { nodes: [{ body: 'How quick?', authorKind: 'USER', author: { id: world.ada.userId } }] },
    })
    const fresh = await world.startNode()
    const readRange = 'query ($id: ID!) { commentThread(id: $id) { range { from to } } }'
    expect(await ask(fresh.subgraph, world.ada, readRange, { id: thread.id })).toEqual({
      commentThread: { range: { from: 4, to: 9 } },
    })
    await editor.edit((text) => text.insert(0, 'See: '))
    expect((await threadOf(thread.id)).range).toEqual({ from: 9, to: 14 })
    await editor.edit((text) => text.delete(9, 5))
    const { range, quote } = await threadOf(thread.id)
    expect([range, quote]).toEqual([{ from: 9, to: 9 }, 'quick'])
  })

  test('T1: a thread may be about the whole document, and a place that the server has not (yet) has no range', async () => {
    const { id } = await world.createDocument(node, 'text')
    expect(await open(id)).toMatchObject({ anchor: null, quote: null, range: null })
    using editor = await world.editor(node, id)
    await synced(editor)
    editor.doc.getText('content').insert(2, 'unsent')
    expect((await open(id, { anchor: anchorAt(editor.doc, 3, 5) })).range).toBeNull()
  })

  test.each([
    ['nothing', ''],
    ['what is no position', 'AAAA'],
    ['a position with something after it', 'AAEAAAAA'],
    ['a position that is too long', base64(encodeRelativePositionOf('x'.repeat(600)))],
  ])('T2: an anchor of %s is refused', async (_what, start) => {
    const { id } = await world.createDocument(node, 'text')
    await expect(open(id, { anchor: { epoch: 1, start, end: start } })).rejects.toThrow('BAD_USER_INPUT')
  })

  test('T2: an anchor elsewhere than in the text has no range, and one of another epoch is refused', async () => {
    const { id } = await world.createDocument(node, 'text')
    const position = base64(encodeRelativePositionOf('elsewhere'))
    const thread = await open(id, { anchor: { epoch: 1, start: position, end: position } })
    expect(thread.range).toBeNull()
    await expect(open(id, { anchor: { epoch: 2, start: position, end: position } })).rejects.toThrow('CONFLICT')
  })

  test('T5, T8: a thread is settled and opened again by whoever may comment, and only what changes it is written down', async () => {
    const { id } = await world.createDocument(node, 'text')
    const thread = await open(id)
    const settle = async (name: string, as: Identity) =>
      (await write<{ thread: Thread }>(name, { id: thread.id }, `thread { ${threadFields} }`, as)).thread
    const carol = commenter()
    expect(await settle('resolveCommentThread', carol)).toMatchObject({
      status: 'RESOLVED',
      resolvedBy: { id: carol.userId },
      resolvedAt: expect.any(String),
    })
    expect(await settle('resolveCommentThread', world.ada)).toMatchObject({ resolvedBy: { id: carol.userId } })
    expect(await settle('reopenCommentThread', world.grace)).toMatchObject({
      status: 'OPEN',
      resolvedBy: null,
      resolvedAt: null,
    })
    expect(await auditOf(thread.id)).toEqual([
      ['comment_thread.resolve', carol.userId, 'ALLOWED'],
      ['comment_thread.reopen', world.grace.userId, 'ALLOWED'],
    ])
  })

  test('are listed newest first, by what they wait for and whom they address, in pages', async () => {
    const { id } = await world.createDocument(node, 'text')
    const ids: string[] = []
    for (const body of ['one', 'two', 'three', 'four']) ids.unshift((await open(id, { body })).id)
    await write('resolveCommentThread', { id: ids[1] }, 'thread { id }')
    await reply(ids[2] ?? '', 'you too', world.ada, { mentions: [world.grace.userId] })
    const listed = async (args: string) => (await threadsOf(id, args)).nodes.map((thread) => thread.id)
    expect(new Set(await listed('first: 10'))).toEqual(new Set(ids))
    expect(await listed('filter: { status: RESOLVED }')).toEqual([ids[1]])
    expect((await listed('filter: { status: OPEN }')).length).toBe(3)
    expect(await listed(`filter: { mentions: "${world.grace.userId}" }`)).toEqual([ids[2]])
    const first = await threadsOf(id, 'first: 3')
    const second = await threadsOf(id, `first: 3, after: "${first.pageInfo.endCursor}"`)
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false])
    expect([...first.nodes, ...second.nodes].map((thread) => thread.id)).toEqual(await listed('first: 10'))
    await expect(threadsOf(id, 'first: 101')).rejects.toThrow('BAD_USER_INPUT')
    await expect(threadsOf(id, 'after: "nonsense"')).rejects.toThrow('BAD_USER_INPUT')
  })
})

describe('comments', () => {
  test('T3: replies stand in the order in which they were written, whoever writes at once', async () => {
    const { id } = await world.createDocument(node, 'text')
    const thread = await open(id)
    const made = await Promise.all(Array.from({ length: 8 }, (_, n) => reply(thread.id, `reply ${n}`)))
    const { comments, commentCount } = await threadOf(thread.id)
    expect(commentCount).toBe(9)
    expect(new Set(comments.nodes.slice(1).map((comment) => comment.id))).toEqual(
      new Set(made.map((comment) => comment.id)),
    )
    const page = async (args: string) =>
      (
        await ask<{ commentThread: Pick<Thread, 'comments'> }>(
          node.subgraph,
          world.ada,
          `query ($id: ID!) { commentThread(id: $id) { comments(${args}) { nodes { ${commentFields} } pageInfo { hasNextPage endCursor } } } }`,
          { id: thread.id },
        )
      ).commentThread.comments
    const first = await page('first: 5')
    const rest = await page(`first: 5, after: "${first.pageInfo.endCursor}"`)
    expect([...first.nodes, ...rest.nodes]).toEqual(comments.nodes)
  })

  test('T4, T8: a comment is changed by its author alone', async () => {
    const { id } = await world.createDocument(node, 'text')
    const thread = await open(id, { mentions: [world.grace.userId] })
    const commentId = thread.comments.nodes[0]?.id ?? ''
    const edit = async (as: Identity, more: object = {}) =>
      (
        await write<{ comment: Comment }>(
          'editComment',
          { id: commentId, body: 'Better', ...more },
          `comment { ${commentFields} }`,
          as,
        )
      ).comment
    expect(await edit(world.ada)).toMatchObject({
      body: 'Better',
      editedAt: expect.any(String),
      mentions: [{ id: world.grace.userId }],
    })
    expect(await edit(world.ada, { mentions: [] })).toMatchObject({ mentions: [] })
    await expect(edit(world.grace)).rejects.toThrow('FORBIDDEN')
    const key = apiKeyIdentity({ tenantId: world.ada.tenantId ?? '', scopes: ['document:read', 'document:comment'] })
    await expect(edit(key)).rejects.toThrow('FORBIDDEN')
    expect(await auditOf(commentId)).toEqual([
      ['comment_thread.create', world.ada.userId, 'ALLOWED'],
      ['comment.update', world.ada.userId, 'ALLOWED'],
      ['comment.update', world.ada.userId, 'ALLOWED'],
    ])
  })

  test('T4: a deleted comment loses its text and keeps its place; the last one takes its thread with it', async () => {
    const { id } = await world.createDocument(node, 'text')
    const thread = await open(id, { body: 'secret' })
    const opening = thread.comments.nodes[0]?.id ?? ''
    const answer = await reply(thread.id, 'an answer')
    const remove = (commentId: string, as: Identity) =>
      write<{ commentId: string; thread: Thread | null }>(
        'deleteComment',
        { id: commentId },
        `commentId thread { ${threadFields} }`,
        as,
      )
    await expect(remove(opening, world.grace)).rejects.toThrow('FORBIDDEN')
    expect((await remove(opening, world.ada)).thread).toMatchObject({
      commentCount: 1,
      comments: {
        nodes: [
          { body: '', isDeleted: true, mentions: [] },
          { body: 'an answer', isDeleted: false },
        ],
      },
    })
    await expect(remove(opening, world.ada)).rejects.toThrow('NOT_FOUND')
    await expect(write('editComment', { id: opening, body: 'back' }, 'comment { id }')).rejects.toThrow('NOT_FOUND')
    // Ada manages the tenant's documents: Grace's comment is hers to take away.
    expect(await remove(answer.id, world.ada)).toEqual({ commentId: answer.id, thread: null })
    await expect(threadOf(thread.id)).rejects.toThrow('NOT_FOUND')
    await expect(reply(thread.id, 'too late')).rejects.toThrow('NOT_FOUND')
    expect((await threadsOf(id, 'first: 5')).nodes).toEqual([])
    expect(await auditOf(answer.id)).toEqual([
      ['comment.create', world.grace.userId, 'ALLOWED'],
      ['comment.delete', world.ada.userId, 'ALLOWED'],
    ])
  })

  test('T6: members are addressed; strangers, former members and other tenants’ people cannot be', async () => {
    const { id } = await world.createDocument(node, 'text')
    const thread = await open(id, { mentions: [world.grace.userId, world.victor.userId, world.grace.userId] })
    expect(thread.comments.nodes[0]?.mentions).toEqual([{ id: world.grace.userId }, { id: world.victor.userId }])
    const former = userIdentity({ tenantId: world.ada.tenantId })
    world.tenantAuth.add(former.userId, former.tenantId ?? '')
    world.tenantAuth.leave(former.userId)
    for (const stranger of [world.eve.userId, newId('usr'), former.userId, 'grace', '']) {
      await expect(open(id, { mentions: [world.grace.userId, stranger] })).rejects.toThrow('BAD_USER_INPUT')
      await expect(reply(thread.id, 'hello', world.ada, { mentions: [stranger] })).rejects.toThrow('BAD_USER_INPUT')
    }
    await expect(open(id, { mentions: Array.from({ length: 21 }, () => newId('usr')) })).rejects.toThrow(
      'BAD_USER_INPUT',
    )
  })

  test.each([
    ['an empty text', { body: ' \n ' }],
    ['a text that is too long', { body: 'x'.repeat(10_001) }],
    ['a text with NUL', { body: 'a\0b' }],
    ['half a character', { body: '\ud800' }],
    ['a quote that is too long', { quote: 'x'.repeat(1_001) }],
    ['a quote with NUL', { quote: '\0' }],
  ])('T7: %s is refused', async (_what, more) => {
    const { id } = await world.createDocument(node, 'text')
    await expect(open(id, more)).rejects.toThrow('BAD_USER_INPUT')
  })
})

describe('who may', () => {
  test('R2: a commenter comments and does not edit; a viewer reads and does not comment', async () => {
    const { id } = await world.createDocument(node, 'text')
    const carol = commenter()
    const thread = await open(id, {}, carol)
    expect((await threadOf(thread.id, world.victor)).comments.nodes).toHaveLength(1)
    using editor = await world.editor(node, id, carol)
    expect(editor.session.role).toBe('COMMENTER')
    await synced(editor)
    expect(await editor.edit((text) => text.insert(0, 'x'))).toMatchObject({ status: 'PERMISSION_DENIED' })
    await expect(open(id, {}, world.victor)).rejects.toThrow('FORBIDDEN')
    await expect(reply(thread.id, 'x', world.victor)).rejects.toThrow('FORBIDDEN')
    const mutations: readonly (readonly [string, object])[] = [
      ['editComment', { id: thread.comments.nodes[0]?.id, body: 'x' }],
      ['deleteComment', { id: thread.comments.nodes[0]?.id }],
      ['resolveCommentThread', { id: thread.id }],
      ['reopenCommentThread', { id: thread.id }],
    ]
    for (const [name, input] of mutations) {
      await expect(write(name, input, '__typename', world.victor)).rejects.toThrow('FORBIDDEN')
      await expect(write(name, input, '__typename', anonymousIdentity())).rejects.toThrow('UNAUTHENTICATED')
    }
  })

  test('R2: an API key comments with the scopes to read and to comment, and is shown as what it is', async () => {
    const { id } = await world.createDocument(node, 'text')
    const tenantId = world.ada.tenantId ?? ''
    const key = (...scopes: string[]) => apiKeyIdentity({ tenantId, scopes })
    const thread = await open(id, {}, key('document:read', 'document:comment'))
    expect(thread.comments.nodes[0]).toMatchObject({ authorKind: 'API_KEY', author: null })
    await expect(open(id, {}, key('document:read', 'document:update'))).rejects.toThrow('FORBIDDEN')
    await expect(open(id, {}, key('document:comment'))).rejects.toThrow('FORBIDDEN')
  })

  test('D4: for another tenant a thread and its comments do not exist', async () => {
    const { id } = await world.createDocument(node, 'text')
    const thread = await open(id)
    const commentId = thread.comments.nodes[0]?.id
    await expect(open(id, {}, world.eve)).rejects.toThrow('NOT_FOUND')
    await expect(threadOf(thread.id, world.eve)).rejects.toThrow('NOT_FOUND')
    await expect(reply(thread.id, 'x', world.eve)).rejects.toThrow('NOT_FOUND')
    for (const [name, input] of [
      ['editComment', { id: commentId, body: 'x' }],
      ['deleteComment', { id: commentId }],
      ['resolveCommentThread', { id: thread.id }],
      ['reopenCommentThread', { id: thread.id }],
    ] as const) {
      await expect(write(name, input, '__typename', world.eve)).rejects.toThrow('NOT_FOUND')
    }
    expect(await threadOf(thread.id)).toEqual(thread)
  })
})

test('T7: threads, comments and remarks a minute have their limits, exactly, over all nodes', async () => {
  const limits = { threadsPerDocument: 3, commentsPerThread: 3, remarksPerMinute: 5 }
  const [one, other] = [await world.startNode({ limits }), await world.startNode({ limits })]
  const codes = (settled: PromiseSettledResult<unknown>[]) =>
    settled.map((each) => (each.status === 'fulfilled' ? 'ok' : String(each.reason.message))).toSorted()

  const { id } = await world.createDocument(node, 'text')
  const opened = await Promise.allSettled([one, other, one, other, one].map((on) => open(id, {}, world.ada, on)))
  expect(codes(opened)).toEqual(['CONFLICT', 'CONFLICT', 'ok', 'ok', 'ok'])

  const [thread] = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  const add = (as: Identity, on: TestNode) =>
    write('addComment', { threadId: thread?.id, body: 'x' }, 'comment { id }', as, on)
  expect(codes(await Promise.allSettled([one, other, one].map((on) => add(world.grace, on))))).toEqual([
    'CONFLICT',
    'ok',
    'ok',
  ])

  const { id: second } = await world.createDocument(node, 'text')
  const free = (await open(second)).id
  const settle = (name: string, on: TestNode) => write(name, { id: free }, 'thread { id }', world.grace, on)
  for (const [n, name] of ['resolve', 'reopen', 'resolve', 'reopen', 'resolve'].entries()) {
    await settle(`${name}CommentThread`, n % 2 === 0 ? one : other)
  }
  await expect(settle('reopenCommentThread', other)).rejects.toThrow('RATE_LIMITED')
  await expect(write('reopenCommentThread', { id: free }, 'thread { id }', world.ada, one)).resolves.toBeDefined()
})

function encodeRelativePositionOf(root: string): Uint8Array {
  const name = new TextEncoder().encode(root)
  const length = name.length < 128 ? [name.length] : [(name.length & 127) | 128, name.length >> 7]
  return new Uint8Array([1, ...length, ...name, 0])
}
