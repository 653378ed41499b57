import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs'
import { DocumentWorld } from '../collaboration/document-world.ts'
import { until } from '../harness/until.ts'
import { apolloClient } from './apollo-client.ts'
import type { ClientOptions, GraphqlClient } from './graphql-client.ts'
import { plainClient } from './plain-client.ts'

type Case = {
  readonly name: string
  readonly path: string
  readonly create: (options: ClientOptions) => GraphqlClient
}
const overSocket = (options: ClientOptions) => apolloClient({ ...options, usesHttp: false })
const overBoth = (options: ClientOptions) => apolloClient({ ...options, usesHttp: true })
const cases: readonly Case[] = [
  { name: 'graphql-ws', path: '/graphql', create: plainClient },
  { name: 'graphql-ws', path: '/collaboration', create: plainClient },
  { name: 'Apollo Client', path: '/graphql', create: overSocket },
  { name: 'Apollo Client', path: '/collaboration', create: overSocket },
  { name: 'Apollo Client with HTTP for what is no subscription', path: '/graphql', create: overBoth },
]

const openSession = `mutation Open($i: OpenDocumentSessionInput!) {
  openDocumentSession(input: $i) { session { id epoch yjsClientId document { id text } } }
}`
const push = 'mutation Push($i: PushDocumentInput!) { pushDocument(input: $i) { status durable } }'
const documentText = 'query Text($id: ID!) { document(id: $id) { id text } }'
const events = 'subscription Events($s: ID!) { documentEvents(sessionId: $s) { seq update presence } }'

type Session = {
  readonly id: string
  readonly epoch: number
  readonly yjsClientId: number
  readonly document: { readonly text: string }
}
type Read = { readonly document: { readonly text: string } | null }
type Event = { readonly documentEvents: { readonly update: string | null; readonly presence: unknown[] | null } }

let world: DocumentWorld

beforeAll(async () => {
  world = await DocumentWorld.start()
}, 120_000)
afterAll(() => world?.[Symbol.asyncDispose]())

const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))

test.each(cases)('$name on $path: reads, edits and watches a document', async ({ path, create }) => {
  const { documentId } = await world.document('Hello')
  using client = create({ origin: world.product.url, path, token: () => world.token(world.owner) })
  const open = async () => {
    const opened = await client.mutate<{ openDocumentSession: { session: Session } }>(openSession, {
      i: { documentId },
    })
    return opened.openDocumentSession.session
  }
  const [writer, reader] = [await open(), await open()]
  expect(writer.document.text).toBe('Hello')

  const seen = new Doc()
  const failures: unknown[] = []
  const presences: unknown[] = []
  const stop = client.watch<Event>(
    events,
    { s: reader.id },
    {
      next: ({ documentEvents: { update, presence } }) => {
        if (update !== null) applyUpdate(seen, bytes(update))
        presences.push(...(presence ?? []))
      },
      error: (error) => failures.push(error),
    },
  )
  await until('the first event is there', () => seen.getText('content').toJSON() === 'Hello' || failures.length > 0)

  const doc = new Doc()
  applyUpdate(doc, encodeStateAsUpdate(seen))
  doc.clientID = writer.yjsClientId
  doc.getText('content').insert(5, ', world')
  const update = Buffer.from(encodeStateAsUpdate(doc)).toString('base64')
  const input = { sessionId: writer.id, epoch: writer.epoch, batchId: 'first', update, presence: 7, presenceClock: 1 }
  const { pushDocument } = await client.mutate<{ pushDocument: object }>(push, { i: input })
  expect(pushDocument).toMatchObject({ status: 'OK', durable: true })
  await until('the edit is seen', () => seen.getText('content').toJSON() === 'Hello, world' || failures.length > 0)
  await until('the presence is seen', () => presences.length > 0 || failures.length > 0)
  expect(failures).toEqual([])
  expect(presences).toEqual([[writer.yjsClientId, 1, 7]])
  expect((await client.query<Read>(documentText, { id: documentId })).document?.text).toBe('Hello, world')
  stop()
})

test.each(cases)('$name on $path: is told why it is refused', async ({ path, create }) => {
  using client = create({ origin: world.product.url, path, token: () => world.token(world.owner) })
  const nowhere = 'doc_00000000000000000000000000'
  const refusals = await Promise.allSettled([
    client.query(documentText, { id: nowhere }),
    client.mutate(openSession, { i: { documentId: nowhere } }),
    new Promise((resolve, reject) => {
      client.watch(events, { s: 'ses_00000000000000000000000000' }, { next: resolve, error: reject })
    }),
  ])
  const codes = refusals.map((each) => each.status === 'rejected' && client.codeOf(each.reason))
  expect(codes).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'])
})

test('who is removed from the tenant is cut off at once from all that he has open', async () => {
  const { memoryId, documentId } = await world.document('The mill')
  const token = await world.token(world.editor)
  type Opened = { openDocumentSession: { session: Session } }
  const { openDocumentSession } = await world.ask<Opened>(openSession, { i: { documentId } }, world.editor)
  const sessionId = openDocumentSession.session.id
  const streams = [
    'memoryChanges(after: 0) { seq }',
    'liveSearch(query: "mill") { ids }',
    `liveNeighbours(memoryId: "${memoryId}") { ids }`,
    `documentEvents(sessionId: "${sessionId}") { seq }`,
  ].map(async (field) => {
    const { body } = await fetch(`${world.product.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ query: `subscription { ${field} }` }),
    })
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    const read = async (isEnough: () => boolean): Promise<string> => {
      while (!isEnough()) {
        const part = await reader?.read()
        if (part === undefined || part.done) break
        text += part.value
      }
      return text
    }
    expect(await read(() => text.includes('"data"'))).not.toContain('"errors"')
    return { end: () => read(() => false) }
  })
  const closed = Promise.withResolvers<unknown>()
  const opened = Promise.withResolvers<void>()
  const socket = createClient({
    url: `${world.product.url.replace('http', 'ws')}/collaboration`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    lazy: false,
    retryAttempts: 0,
    onNonLazyError: () => undefined,
    on: { connected: () => opened.resolve(), closed: (event) => closed.resolve(event) },
  })
  await opened.promise
  const open = await Promise.all(streams)
  await world.ask('mutation ($i: RemoveMemberInput!) { removeMember(input: $i) { membership { id } } }', {
    i: { membershipId: world.editor.membershipId },
  })
  for (const { end } of open) expect(await end()).toContain('event: complete')
  expect(await closed.promise).toMatchObject({ code: 4401 })
  await socket.dispose()
})
