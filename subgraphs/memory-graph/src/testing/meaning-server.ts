import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Words that mean the same point in the same direction; others in none. */
const meanings: readonly (readonly string[])[] = [
  ['cat', 'kitten', 'feline'],
  ['car', 'automobile', 'vehicle'],
  ['money', 'cash', 'funds'],
  ['doctor', 'physician', 'medic'],
]

/** A server that speaks OpenAI's protocol for embeddings and knows a handful of words. It counts what it is asked. */
export async function startMeaningServer() {
  const asked: { readonly model: string; readonly input: readonly string[]; readonly key: string | undefined }[] = []
  let failuresLeft = 0
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      if (request.url !== '/v1/embeddings' || failuresLeft > 0) {
        failuresLeft -= 1
        response.writeHead(503).end()
        return
      }
      const { model, input } = JSON.parse(Buffer.concat(parts).toString()) as { model: string; input: string[] }
      asked.push({ model, input, key: request.headers.authorization })
      const data = input.map((text, index) => ({ index, embedding: vectorOf(text) })).toReversed()
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }))
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    /** The texts that it gave a vector. */
    texts: () => asked.flatMap(({ input }) => input),
    asked: () => asked,
    /** The next requests are answered 503. */
    fail(count: number) {
      failuresLeft = count
    },
    failuresLeft: () => failuresLeft,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}

function vectorOf(text: string): number[] {
  const words = text.toLowerCase().split(/\W+/)
  return [...meanings.map((same) => words.filter((word) => same.includes(word)).length), 0.1]
}
