import { afterAll, beforeAll, expect, test } from 'vitest'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Identity, User } from '@graphmemory/identity/identity.ts'
import { apiKeyIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph, type TestGraph } from '../testing/start-graph.ts'

let graph: TestGraph
const bearers = new Map<string, Identity>()
beforeAll(async () => {
  graph = await startGraph({
    env: { GRAPH_LOOK_AROUND_MS: '600000' },
    authenticate: async (bearer) => {
      const identity = bearers.get(bearer ?? '')
      if (identity === undefined) throw new ClientError('UNAUTHENTICATED', 'Sign in')
      return identity
    },
  })
})
afterAll(() => graph[Symbol.asyncDispose]())

/** An upload that sends what it is told to, when it is told to. */
async function upload(viewer: Identity, id: string | null) {
  const route = graph.subgraph.routes.find(({ path }) => path === '/import')
  if (route === undefined) throw new Error('no route')
  const token = `token-${bearers.size}`
  bearers.set(token, viewer)
  const sent = new TransformStream<Uint8Array, Uint8Array>({}, undefined, { highWaterMark: 100 })
  const writer = sent.writable.getWriter()
  const answer = await route.handle({
    query: new URLSearchParams(id === null ? '' : { id }),
    headers: { authorization: `Bearer ${token}` },
    body: sent.readable,
    ip: '192.0.2.1',
  })
  if (typeof answer.body === 'string') return { refusal: answer.body }
  const reports = (answer.body as AsyncIterable<string>)[Symbol.asyncIterator]()
  return {
    send: (lines: readonly object[]) =>
      writer.write(Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))),
    end: () => writer.close(),
    abort: () => reports.return?.(),
    next: async () => JSON.parse((await reports.next()).value ?? '{}') as Record<string, unknown>,
  }
}
async function started(viewer: Identity, id: string | null) {
  const found = await upload(viewer, id)
  if (found.refusal !== undefined) throw new Error(found.refusal)
  return found
}

async function follow(viewer: Identity, id: string) {
  const query = `subscription ($id: ID!) { importProgress(id: $id) {
    id status problem lines created updated unchanged failed errors { line field message } } }`
  const events = await graph.subgraph.subscribe({ identity: viewer, query, variables: { id } })
  if (!(Symbol.asyncIterator in events)) return { refusal: events.errors?.[0]?.extensions['code'] }
  const next = async () => {
    const { value, done } = await events.next()
    return done === true ? 'the end' : (value.data?.['importProgress'] as Record<string, unknown>)
  }
  return { next, stop: () => events.return?.() }
}
const within = ({ tenantId }: User, role: string, grants?: string[]) =>
  userIdentity({ tenantId, role, ...(grants !== undefined && { grants }) })
const memories = (count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => ({
    kind: 'memory',
    externalId: `m${from + n}`,
    type: 'SEMANTIC',
    title: `M${from + n}`,
  }))

test('an import is followed from its first answer on, batch by batch, to its end, and looked up afterwards', async () => {
  const ada = userIdentity()
  const running = await started(ada, 'nightly')
  expect(await running.next()).toMatchObject({ id: 'nightly', lines: 0 })
  const live = await follow(ada, 'nightly')
  expect(await live.next?.()).toMatchObject({ status: 'RUNNING', problem: null, lines: 0, errors: [] })
  await running.send([...memories(3_999), { kind: 'wrong' }, ...memories(2, 3_999)])
  // It is answered with the next lines or the end, and told of at once.
  const answered = running.next()
  expect(await live.next?.()).toMatchObject({
    status: 'RUNNING',
    lines: 4_001,
    created: 4_000,
    failed: 1,
    errors: [{ line: 4_000 }],
  })
  await running.end()
  expect(await answered).toMatchObject({ id: 'nightly', lines: 4_001 })
  const whole = { lines: 4_002, created: 4_001, updated: 0, unchanged: 0, failed: 1 }
  expect(await running.next()).toMatchObject({ id: 'nightly', ...whole })
  expect(await running.next()).toMatchObject({ id: 'nightly', ...whole, done: true })
  let last = await live.next?.()
  if (typeof last === 'object' && last['status'] === 'RUNNING') last = await live.next?.()
  expect(last).toMatchObject({ status: 'DONE', problem: null, ...whole, errors: [{ line: 4_000, field: 'kind' }] })
  expect(await live.next?.()).toBe('the end')
  const later = await follow(ada, 'nightly')
  expect([await later.next?.(), await later.next?.()]).toMatchObject([{ status: 'DONE', ...whole }, 'the end'])
})

test('an import that ends early says so to who follows it', async () => {
  const ada = userIdentity()
  const running = await started(ada, null)
  const { id } = await running.next()
  const live = await follow(ada, String(id))
  expect(await live.next?.()).toMatchObject({ status: 'RUNNING' })
  await running.abort()
  expect(await live.next?.()).toMatchObject({ status: 'FAILED', problem: 'It was broken off; send the lines again' })
  expect(await live.next?.()).toBe('the end')
})

test('an import is followed by who sent it and by who manages memories, and there is none for all others', async () => {
  const owner = userIdentity()
  const grants = ['memory:read', 'memory:import']
  const importer = within(owner, 'rol_1', grants)
  const running = await started(importer, 'mine')
  await running.next()
  for (const viewer of [importer, owner, within(owner, 'admin')]) {
    const live = await follow(viewer, 'mine')
    expect(await live.next?.()).toMatchObject({ id: 'mine' })
    await live.stop?.()
  }
  const key = apiKeyIdentity({ tenantId: String(owner.tenantId), scopes: grants })
  for (const viewer of [within(owner, 'rol_1', grants), key, userIdentity()])
    expect(await follow(viewer, 'mine')).toEqual({ refusal: 'NOT_FOUND' })
  for (const viewer of [within(owner, 'editor'), within(owner, 'viewer')])
    expect(await follow(viewer, 'mine')).toEqual({ refusal: 'FORBIDDEN' })
  expect(await upload(owner, 'mine')).toMatchObject({ refusal: expect.stringContaining('CONFLICT') })
  expect(await upload(owner, 'x'.repeat(101))).toMatchObject({ refusal: expect.stringContaining('BAD_USER_INPUT') })
  await running.abort()
})
