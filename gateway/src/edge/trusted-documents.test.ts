import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startGateway } from '../testing/start-gateway.ts'
import { testGraph } from '../testing/test-graph.ts'
import { openSocket } from '../testing/transport-socket.ts'
import { writeDocuments } from './document-file.ts'

const graph = testGraph({
  one: { sdl: 'type Query { one: Int two: Int }', resolvers: { Query: { one: () => 1, two: () => 2 } } },
})
const published = 'query Published { one }'
const hash = createHash('sha256').update(published).digest('hex')
const byHash = { extensions: { persistedQuery: { version: 1, sha256Hash: hash } } }

let folder: string
let file: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'documents-'))
  file = join(folder, 'documents.json')
  await writeFile(file, JSON.stringify({ [hash]: published }))
})
afterAll(() => rm(folder, { recursive: true }))

test('a published operation is answered for its hash, at once and on every path', async () => {
  await using running = await startGateway(graph, { TRUSTED_DOCUMENTS: file })
  expect((await running.post(byHash)).data).toEqual({ one: 1 })
  const socket = await openSocket(running.url)
  await socket.acknowledged()
  socket.send({ id: 'q', type: 'subscribe', payload: { query: '', ...byHash } })
  expect(await socket.nextOf('q')).toMatchObject({ payload: { data: { one: 1 } } })
  socket.send({ id: 'r', type: 'subscribe', payload: { query: '{ two }' } })
  expect(await socket.nextOf('r')).toMatchObject({ payload: { data: { two: 2 } } })
  socket.close()
})

test('where only published operations count, every other is refused, and none can be registered', async () => {
  await using running = await startGateway(graph, { TRUSTED_DOCUMENTS: file, ONLY_TRUSTED_DOCUMENTS: 'true' })
  expect((await running.post(byHash)).data).toEqual({ one: 1 })
  expect((await running.post({ query: published })).data).toEqual({ one: 1 })
  const other = await running.post({ query: '{ two }' })
  expect([other.data, other.errors?.[0]]).toMatchObject([
    undefined,
    { message: 'Only published operations are answered', extensions: { code: 'FORBIDDEN' } },
  ])
  const own = createHash('sha256').update('{ two }').digest('hex')
  await running.post({ query: '{ two }', extensions: { persistedQuery: { version: 1, sha256Hash: own } } })
  expect((await running.post({ extensions: { persistedQuery: { version: 1, sha256Hash: own } } })).data).toBeUndefined()
  const socket = await openSocket(running.url)
  await socket.acknowledged()
  socket.subscribe('q', '{ two }')
  expect(await socket.frame(({ type }) => type === 'error')).toMatchObject({
    payload: [{ extensions: { code: 'FORBIDDEN' } }],
  })
  socket.subscribe('p', published)
  expect(await socket.nextOf('p')).toMatchObject({ payload: { data: { one: 1 } } })
  socket.close()
})

test('a file whose operations do not belong to their hashes is refused', async () => {
  const wrong = join(folder, 'wrong.json')
  await writeFile(wrong, JSON.stringify({ [hash]: '{ two }' }))
  await expect(startGateway(graph, { TRUSTED_DOCUMENTS: wrong })).rejects.toThrow('is not the SHA-256')
})

test('what is published later is answered without a restart, and a file that is broken meanwhile changes nothing', async () => {
  const later = join(folder, 'later.json')
  await using running = await startGateway(graph, { TRUSTED_DOCUMENTS: later })
  expect((await running.post(byHash)).errors?.[0]?.extensions?.['code']).toBe('PERSISTED_QUERY_NOT_FOUND')
  await writeDocuments(later, new Map([[hash, published]]))
  await vi.waitFor(async () => expect((await running.post(byHash)).data).toEqual({ one: 1 }))
  await writeFile(later, 'broken')
  await vi.waitFor(() => expect(running.logged.join('')).toContain('could not be read'))
  expect((await running.post(byHash)).data).toEqual({ one: 1 })
})

test('a gateway that is to answer published operations alone does not start without any', async () => {
  const env = { TRUSTED_DOCUMENTS: join(folder, 'none.json'), ONLY_TRUSTED_DOCUMENTS: 'true' }
  await expect(startGateway(graph, env)).rejects.toThrow(/only published operations/)
})
