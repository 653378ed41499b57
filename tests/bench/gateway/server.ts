/** One server of the bench in a process of its own: `node server.ts VARIANT '{"documents": "http://…", …}'`. Prints its address. */
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { ApolloGateway } from '@apollo/gateway'
import fastifyApollo from '@as-integrations/fastify'
import { fastify } from 'fastify'
import { generateKeyPair, jwtVerify, SignJWT } from 'jose'
import { createInProcessEventBus } from '@graphmemory/events/in-process-event-bus.ts'
import { createGateway } from '@graphmemory/gateway'
import { readConfig } from '@graphmemory/gateway/config.ts'
import { createMask } from '@graphmemory/gateway/edge/mask-result.ts'
import { FederatedGateway } from '@graphmemory/gateway/federated-gateway.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { signContext } from '@graphmemory/identity/request-context.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { createMetrics } from '@graphmemory/telemetry/create-metrics.ts'
import { supergraphOf, type SubgraphName } from './graph.ts'
import { inProcessSources, plainHttpSources } from './sources.ts'

process.env['APOLLO_TELEMETRY_DISABLED'] = '1'
process.env['NODE_ENV'] = 'production'
const [variant = '', urlsJson = '{}', bytes = '2000'] = process.argv.slice(2)
const urls = JSON.parse(urlsJson) as Record<SubgraphName, string>
const supergraphSdl = supergraphOf(urls)
const log = createLog({ level: 'fatal', name: 'bench' })
const anonymous: Identity = { kind: 'anonymous', request: { id: 'r', ip: null, userAgent: null } }

async function stock(): Promise<string> {
  const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl, logger: log }), logger: log })
  return (await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } })).url
}

/** The executor and planner on Apollo Server and Fastify, with none of the edge's layers: what stock is compared with. */
async function executor(sources: ReturnType<typeof inProcessSources>): Promise<string> {
  const gateway = new FederatedGateway({ supergraphSdl, sources, log, mask: createMask({ log, showSchema: true }) })
  const apollo = new ApolloServer<{ identity: Identity }>({ gateway, logger: log })
  await apollo.start()
  const app = fastify()
  await app.register(fastifyApollo(apollo), { context: async () => ({ identity: anonymous }) })
  return `${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`
}

/** The whole gateway as in production: tokens, limits, masks, metrics, resilience. */
async function whole(sources: ReturnType<typeof inProcessSources>, isSigned: boolean): Promise<string> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA')
  const signer = { issuer: 'gateway', keyId: 'k', privateKey }
  const signed = new Map(
    [...sources].map(([name, source]) => [
      name,
      {
        ...source,
        process: async (request: Parameters<typeof source.process>[0]) => {
          await signContext(request.identity, name, signer)
          return source.process(request)
        },
      },
    ]),
  )
  const env = { GM_ENV: 'staging', RATE_TENANT_PER_MINUTE: '10000000' }
  const gateway = await createGateway({
    supergraphSdl,
    sources: isSigned ? signed : sources,
    authenticate: async (bearer, request) => {
      const { payload } = await jwtVerify(bearer ?? '', publicKey)
      return { kind: 'user', userId: String(payload.sub), sessionId: 's', tenantId: 't', role: 'owner', permissionVersion: 1, request }
    },
    config: readConfig(env),
    log,
    metrics: createMetrics(),
    events: createInProcessEventBus(log),
    health: async () => ({}),
  })
  const token = await new SignJWT({}).setProtectedHeader({ alg: 'EdDSA' }).setSubject('u').setExpirationTime('1h').sign(privateKey)
  return `${await gateway.listen(0)}/graphql#${token}`
}

/** Node alone, with an answer of the same size. */
async function raw(): Promise<string> {
  const body = Buffer.alloc(Number(bytes), 'x')
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
      response.end(body)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const start: Readonly<Record<string, () => Promise<string>>> = {
  stock,
  'executor, HTTP': () => executor(plainHttpSources(urls)),
  'executor, in-process': () => executor(inProcessSources()),
  'whole, HTTP': () => whole(plainHttpSources(urls), true),
  'whole, in-process': () => whole(inProcessSources(), false),
  raw,
}
const made = start[variant]
if (made === undefined) throw new Error(`no variant ${variant}`)
process.stdout.write(`${await made()}\n`)
