import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createEndpoints } from '@graphmemory/service/endpoints.ts'
import { forwardRoute } from './forward-route.ts'
import { forwardSocket } from './forward-socket.ts'
import { startGateway } from './testing/start-gateway.ts'
import { testGraph } from './testing/test-graph.ts'

/** A subgraph process: a route that tells what it was asked, and a socket that echoes. */
const upstream = createServer((request, response) => {
  response.writeHead(request.url?.startsWith('/mail') ? 200 : 404, { 'content-type': 'application/json' })
  response.end(
    JSON.stringify({ url: request.url, context: request.headers['x-gm-ctx'] ?? null, accept: request.headers.accept }),
  )
})
const sockets = new WebSocketServer({ server: upstream, path: '/live' })
sockets.on('connection', (socket) => socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })))

const gone = 'http://127.0.0.1:1'
let running: Awaited<ReturnType<typeof startGateway>>
beforeAll(async () => {
  await once(upstream.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`
  running = await startGateway(
    testGraph({ one: { sdl: 'type Query { one: Int }' } }),
    {},
    {
      routes: [
        forwardRoute({ method: 'GET', path: '/mail' }, createEndpoints([gone, url])),
        forwardRoute({ method: 'GET', path: '/gone' }, createEndpoints([gone, gone])),
      ],
      sockets: [
        forwardSocket('/live', createEndpoints([gone, url])),
        forwardSocket('/nowhere', createEndpoints([gone])),
      ],
    },
  )
})
afterAll(async () => {
  await running[Symbol.asyncDispose]()
  sockets.close()
  upstream.close()
})

test('a route of a subgraph elsewhere is answered by a process that is there, without the headers that only we may send', async () => {
  const response = await fetch(`${running.url}/mail?to=a%40b.test`, {
    headers: { 'x-gm-ctx': 'forged', accept: 'application/json' },
  })
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ url: '/mail?to=a%40b.test', context: null, accept: 'application/json' })
})

test('a subgraph that is away is told as 503', async () => {
  const response = await fetch(`${running.url}/gone`)
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] })
})

test('a socket of a subgraph elsewhere passes both ways and closes with it', async () => {
  const socket = new WebSocket(`${running.url.replace('http', 'ws')}/live`)
  await once(socket, 'open')
  const bytes = Buffer.alloc(70_000, 7)
  socket.send(bytes)
  const [echoed] = (await once(socket, 'message')) as [Buffer]
  expect(echoed.equals(bytes)).toBe(true)
  for (const client of sockets.clients) client.close(4321, 'enough')
  const [code] = (await once(socket, 'close')) as [number]
  expect(code).toBe(4321)
})

test('a socket to a subgraph that is away is refused with 503, an unknown path with 404', async () => {
  const statusOf = async (path: string) => {
    const socket = new WebSocket(`${running.url.replace('http', 'ws')}${path}`)
    const [error] = (await once(socket, 'error')) as [Error]
    return error.message
  }
  expect(await statusOf('/nowhere')).toContain('503')
  expect(await statusOf('/unknown')).toContain('404')
})
