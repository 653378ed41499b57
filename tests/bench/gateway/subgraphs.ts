/**
 * The subgraphs of the bench in one process, a port each: raw HTTP and graphql-jit, so that the gateway is what is measured.
 * Beside them a collector that throws away what it is sent.
 */
import { createServer, type RequestListener } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createCompiler, isOperation } from '@graphmemory/service/compile-operation.ts'
import { schemaOf, subgraphNames, type SubgraphName } from './graph.ts'

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function serve(name: SubgraphName): Promise<string> {
  const compile = createCompiler(schemaOf(name))
  return listen((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const { query, operationName, variables } = JSON.parse(Buffer.concat(parts).toString()) as {
        readonly query: string
        readonly operationName?: string
        readonly variables?: Record<string, unknown>
      }
      const operation = compile(query, operationName ?? undefined)
      void (async () => {
        const result = isOperation(operation) ? await operation.query(undefined, {}, variables) : operation
        const body = Buffer.from(JSON.stringify(result))
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
        response.end(body)
      })()
    })
  })
}

const urls = Object.fromEntries(await Promise.all(subgraphNames.map(async (name) => [name, await serve(name)])))
const collector = await listen((request, response) => {
  request.resume()
  request.on('end', () => response.end())
})
process.stdout.write(`${JSON.stringify({ ...urls, collector })}\n`)
