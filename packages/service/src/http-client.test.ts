import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { createHttpClient, type HttpClientOptions } from './http-client.ts'

async function listen(server: ReturnType<typeof createServer>, options: Partial<HttpClientOptions> = {}) {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  let connections = 0
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    connections++
    sockets.add(socket.on('error', () => undefined))
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = createHttpClient(url, { maxConnections: 2, timeoutMs: 5_000, ...options })
  return {
    client,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      await client[Symbol.asyncDispose]()
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
const http = (answer: RequestListener) => createHttpServer(answer)
/** A server that answers each request with these very bytes, a piece at a time. */
const bytes = (...pieces: string[]) =>
  createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', () => {
      const send = (index: number) => {
        if (index === pieces.length) return
        socket.write(pieces[index] ?? '', 'latin1', () => setImmediate(send, index + 1))
      }
      send(0)
    })
  })
const echo: RequestListener = (request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    const body = Buffer.concat(parts)
    response.writeHead(request.method === 'POST' ? 200 : 405, { 'content-length': body.length })
    response.end(body)
  })
}

describe('against a real server', () => {
  test('bodies come back as they were sent, whatever their size and letters', async () => {
    await using server = await listen(http(echo))
    for (const body of ['', '{"a":1}', 'ü€💥'.repeat(10), 'x'.repeat(3_000_000)]) {
      const answer = await server.client.post('/graphql', { 'x-name': 'value' }, body)
      expect([answer.status, answer.body.toString() === body]).toEqual([200, true])
    }
    expect(server.connections()).toBe(1)
  })

  test('many at once share few connections, and each gets its own answer', async () => {
    await using server = await listen(http(echo))
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => server.client.post('/', {}, `body ${i}`)))
    expect(answers.map(({ body }) => body.toString())).toEqual(Array.from({ length: 50 }, (_, i) => `body ${i}`))
    expect(server.connections()).toBe(2)
  })

  test('chunked answers are read', async () => {
    await using server = await listen(
      http((_request, response) => {
        response.write('{"a":')
        setImmediate(() => response.end('"ü"}'))
      }),
    )
    expect((await server.client.post('/', {}, '')).body.toString()).toBe('{"a":"ü"}')
    expect((await server.client.post('/', {}, '')).body.toString()).toBe('{"a":"ü"}')
    expect(server.connections()).toBe(1)
  })

  test('a connection that the server closes is not used again', async () => {
    await using server = await listen(
      http((_request, response) => void response.writeHead(200, { connection: 'close' }).end('x')),
    )
    await server.client.post('/', {}, '')
    await server.client.post('/', {}, '')
    expect(server.connections()).toBe(2)
  })

  test('one that goes away in the middle fails that request alone', async () => {
    let isFirst = true
    await using server = await listen(
      http((request, response) => {
        if (!isFirst) return echo(request, response)
        isFirst = false
        response.writeHead(200, { 'content-length': 100 })
        response.write('half', () => response.destroy())
      }),
    )
    await expect(server.client.post('/', {}, 'a')).rejects.toThrow('closed before an answer')
    expect((await server.client.post('/', {}, 'b')).body.toString()).toBe('b')
  })

  test('no answer in time is a failure, and who waits for the connection gets another', async () => {
    let calls = 0
    await using server = await listen(
      http((request, response) => {
        if (++calls > 1) echo(request, response)
      }),
      { timeoutMs: 100, maxConnections: 1 },
    )
    const [late, next] = await Promise.allSettled([server.client.post('/', {}, 'a'), server.client.post('/', {}, 'b')])
    expect(late).toMatchObject({ status: 'rejected', reason: { message: 'no answer within 100 ms' } })
    expect(next.status).toBe('fulfilled')
  })

  test('nobody there is a failure', async () => {
    await using client = createHttpClient('http://127.0.0.1:1', { maxConnections: 1, timeoutMs: 1_000 })
    await expect(client.post('/', {}, '')).rejects.toThrow('ECONNREFUSED')
    await expect(client.post('/', {}, '')).rejects.toThrow('ECONNREFUSED')
  })
})

describe('of the bytes of an answer', () => {
  const bodyOf = async (...pieces: string[]) => {
    await using server = await listen(bytes(...pieces))
    return (await server.client.post('/', {}, '')).body.toString('latin1')
  }
  test('every split is read', async () => {
    const whole = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'
    expect(await bodyOf(...whole.split(''))).toBe('hello')
    const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n'
    expect(await bodyOf(...chunked.split(''))).toBe('hello')
  })
  test('an interim answer is passed over', async () => {
    expect(
      await bodyOf('HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'),
    ).toBe('ok')
  })
  const refused: Readonly<Record<string, readonly [string, string]>> = {
    'what is no HTTP': ['nonsense\r\n\r\n', 'not an HTTP answer'],
    'an answer without a length': ['HTTP/1.1 200 OK\r\n\r\nx', 'without a length'],
    'a chunk without a size': ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n', 'without a size'],
    'bytes that nobody asked for': ['HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nxy', 'beyond an answer'],
    'a head without an end': ['x'.repeat(70_000), 'end of its head'],
    'an answer that is too large': ['HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n', 'too large'],
  }
  for (const [title, [text, reason]] of Object.entries(refused)) {
    test(`${title} is a failure`, async () => {
      await expect(bodyOf(text)).rejects.toThrow(reason)
    })
  }
})
