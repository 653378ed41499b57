/** One server of the bench in a process of its own: `node server.ts VARIANT '{"documents": "http://…", …}'`. Prints its address. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { ApolloGateway } from '@apollo/gateway'
import { fastify } from 'fastify'
import { SignJWT } from 'jose'
import { createInProcessEventBus } from '@graphmemory/events/in-process-event-bus.ts'
import { createGateway } from '@graphmemory/gateway'
import { readConfig } from '@graphmemory/gateway/config.ts'
import { createDirectAnswers } from '@graphmemory/gateway/edge/answer-directly.ts'
import { createMask } from '@graphmemory/gateway/edge/mask-result.ts'
import { createPrepareOperation } from '@graphmemory/gateway/edge/prepare-operation.ts'
import { readTrustedDocuments } from '@graphmemory/gateway/edge/trusted-documents.ts'
import { FederatedGateway } from '@graphmemory/gateway/federated-gateway.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { createAuthenticator } from '@graphmemory/service/authenticate.ts'
import { createEndpoints } from '@graphmemory/service/endpoints.ts'
import { createHttpSource } from '@graphmemory/service/http-source.ts'
import type { SubgraphSource } from '@graphmemory/service/subgraph-source.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { createMetrics } from '@graphmemory/telemetry/create-metrics.ts'
import { startTracing } from '@graphmemory/telemetry/start-tracing.ts'
import { subgraphNames, supergraphOf, type SubgraphName } from './graph.ts'
import { inProcessSources, plainHttpSources } from './sources.ts'

process.env['APOLLO_TELEMETRY_DISABLED'] = '1'
process.env['NODE_ENV'] = 'production'
const [variant = '', urlsJson = '{}', bytes = '2000'] = process.argv.slice(2)
const urls = JSON.parse(urlsJson) as Record<SubgraphName | 'collector', string>
const supergraphSdl = supergraphOf(urls)
Object.assign(process.env, {
  OTEL_EXPORTER_OTLP_ENDPOINT: urls.collector,
  OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
  OTEL_TRACES_SAMPLER_ARG: '0.1',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
})
const log = createLog({ level: 'fatal', name: 'bench' })
/** One for each connection: what one session asks twice at the same time would be carried out once. */
const sessions = 16
const anonymous: Identity = { kind: 'anonymous', request: { id: 'r', ip: null, userAgent: null } }

async function stock(): Promise<string> {
  const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl, logger: log }), logger: log })
  return (await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } })).url
}

/** The executor and planner on Fastify, with none of the edge's layers: what stock is compared with. */
async function executor(sources: ReturnType<typeof inProcessSources>): Promise<string> {
  const metrics = createMetrics()
  const mask = createMask({ log, metrics, showSchema: true })
  const gateway = new FederatedGateway({ supergraphSdl, sources, log, mask, metrics })
  await gateway.load()
  const documents = await readTrustedDocuments({ file: undefined, onlyTrusted: false, log })
  const prepare = createPrepareOperation({ showSchema: true })
  const answerDirectly = createDirectAnswers({ gateway, prepare, documents })
  const app = fastify()
  app.decorateRequest('identity', null)
  app.post('/graphql', async (request, reply) => {
    request.identity = anonymous
    return answerDirectly(request, reply)
  })
  return `${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`
}

/** The whole gateway as in production: tokens, signed contexts, limits, masks, metrics, resilience, a tenth of all traced. */
async function whole(place: 'elsewhere' | 'here'): Promise<string> {
  await startTracing('gateway')
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const events = createInProcessEventBus(log)
  const { authenticate } = await createAuthenticator({
    tenantAuth: signInsOf({ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'EdDSA' }),
    issuer: 'i',
    audience: 'a',
    events,
  })
  const signer = { issuer: 'gateway', keyId: 'k', privateKey }
  const elsewhere = () =>
    new Map(
      subgraphNames.map((name) => [name, createHttpSource({ name, endpoints: createEndpoints([urls[name]]), signer })]),
    )
  const gateway = await createGateway({
    supergraphSdl,
    sources: place === 'here' ? inProcessSources() : elsewhere(),
    authenticate,
    config: readConfig({ GM_ENV: 'staging', RATE_TENANT_PER_MINUTE: '10000000' }),
    log,
    metrics: createMetrics(),
    events,
    health: async () => ({}),
  })
  const tokens = await Promise.all(Array.from({ length: sessions }, (_, n) => tokenOf(`s${n}`, privateKey)))
  return `${await gateway.listen(0)}/graphql#${tokens.join()}`
}

const tokenOf = (sid: string, privateKey: KeyObject): Promise<string> =>
  new SignJWT({ sid, tid: 't', role: 'owner', pv: 1, jti: 'j' })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'k' })
    .setIssuer('i')
    .setAudience('a')
    .setSubject('u')
    .setIssuedAt()
    .setExpirationTime('14m')
    .sign(privateKey)

/** Answers the two questions that the check of a token asks. */
const signInsOf = (key: object): SubgraphSource => ({
  name: 'tenant-auth',
  process: async ({ query }) => ({
    data: query.includes('signingKeys')
      ? { signingKeys: { keys: [key] } }
      : { sessionState: { userId: 'u', active: true, permissionVersion: 1 } },
  }),
  subscribe: () => Promise.reject(new Error('no subscriptions')),
})

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
  'whole, HTTP': () => whole('elsewhere'),
  'whole, in-process': () => whole('here'),
  raw,
}
const made = start[variant]
if (made === undefined) throw new Error(`no variant ${variant}`)
process.stdout.write(`${await made()}\n`)
