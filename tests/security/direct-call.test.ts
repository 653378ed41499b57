import { generateKeyPair, SignJWT, UnsecuredJWT, exportJWK, type CryptoKey } from 'jose'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { contextHeader, createContextSigner, requestHeader } from '@graphmemory/identity/request-context.ts'
import { serveSubgraph, type Served } from '@graphmemory/service/serve-subgraph.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { createMetrics } from '@graphmemory/telemetry/create-metrics.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startSubgraphs, subgraphNames, type SubgraphsInProcess } from '../harness/subgraphs-in-process.ts'

const keyId = 'the-gateway'
const identity = userIdentity()
const { id: requestId, ...request } = identity.request
/** What is signed: the identity without what each request has of its own. */
const claim = { ...identity, request }
const served = new Map<string, Served>()
let running: SubgraphsInProcess
let key: CryptoKey
let otherKey: CryptoKey

beforeAll(async () => {
  const pair = await generateKeyPair('EdDSA', { extractable: true })
  key = pair.privateKey
  otherKey = (await generateKeyPair('EdDSA')).privateKey
  const trustedKeys = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: keyId, alg: 'EdDSA' }] }
  running = await startSubgraphs()
  const log = createLog({ name: 'direct-call', level: 'silent' })
  for (const name of subgraphNames) {
    const options = { host: '127.0.0.1', port: 0, trustedKeys, log, metrics: createMetrics() }
    served.set(name, await serveSubgraph(running.get(name).subgraph, options))
  }
}, 120_000)
afterAll(async () => {
  await Promise.all([...served.values()].map((each) => each[Symbol.asyncDispose]()))
  await running[Symbol.asyncDispose]()
})

const urlOf = (name: string) => served.get(name)?.url ?? ''
const signed = async (audience: string) => {
  const headers = await createContextSigner(audience, { issuer: 'gateway', keyId, privateKey: key })(identity)
  return headers[contextHeader] ?? ''
}
const named = (token: string | undefined) => ({
  [requestHeader]: requestId,
  ...(token !== undefined && { [contextHeader]: token }),
})

type Claims = {
  readonly audience: string
  readonly kid?: string
  readonly from?: string
  readonly until?: string
  readonly typ?: string
}
function sign({ audience, kid = keyId, from = '0s', until = '60s', typ = 'gm-ctx+jwt' }: Claims, by = key) {
  return new SignJWT({ identity: claim })
    .setProtectedHeader({ alg: 'EdDSA', typ, kid })
    .setIssuer('gateway')
    .setAudience(audience)
    .setIssuedAt(from)
    .setExpirationTime(until)
    .sign(by)
}

async function tampered(audience: string): Promise<string> {
  const [header, payload, signature] = (await sign({ audience })).split('.')
  const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString())
  claims.identity.tenantId = 'ten_00000000000000000000000000'
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
}

const forgeries: readonly (readonly [
  how: string,
  token: (audience: string) => Promise<string> | string | undefined,
])[] = [
  ['without an identity', () => undefined],
  ['with something that is no token', () => 'let me in'],
  [
    'with a token that nobody signed',
    (audience) =>
      new UnsecuredJWT({ identity: claim })
        .setIssuer('gateway')
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime('60s')
        .encode(),
  ],
  ['with one signed by a key of its own, under the known name', (audience) => sign({ audience }, otherKey)],
  ['with one signed by an unknown key', (audience) => sign({ audience, kid: 'unknown' }, otherKey)],
  ['with one whose identity was changed after the signature', tampered],
  [
    'with one for another subgraph',
    (audience) => sign({ audience: subgraphNames.find((name) => name !== audience) ?? '' }),
  ],
  ['with one that has expired', (audience) => sign({ audience, from: '-120s', until: '-60s' })],
  ['with one that was made to last for a year', (audience) => sign({ audience, from: '-1h', until: '1y' })],
  ['with an access token', (audience) => sign({ audience, typ: 'at+jwt' })],
]

const post = (url: string, token: string | undefined, headers: Record<string, string> = {}) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...named(token), ...headers },
    body: JSON.stringify({ query: '{ __typename }' }),
  })

/** `acknowledged`, or the code with which the connection was closed. */
async function connect(url: string, token: string | undefined): Promise<'acknowledged' | number> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  await once(socket, 'open')
  const ended = Promise.withResolvers<'acknowledged' | number>()
  socket.on('message', (data: Buffer) => {
    if (JSON.parse(data.toString()).type === 'connection_ack') ended.resolve('acknowledged')
  })
  socket.on('close', (code) => ended.resolve(code))
  socket.send(JSON.stringify({ type: 'connection_init', payload: named(token) }))
  const outcome = await ended.promise
  socket.terminate()
  return outcome
}

describe.each(subgraphNames)('%s called directly', (name) => {
  test('answers the holder of an identity that was signed for it', async () => {
    const token = await signed(name)
    expect(await (await post(urlOf(name), token)).json()).toEqual({ data: { __typename: 'Query' } })
    expect(await connect(urlOf(name), token)).toBe('acknowledged')
    // What the forgeries below are made by, where nothing is forged.
    expect((await post(urlOf(name), await sign({ audience: name }))).status).toBe(200)
  })

  test.each(forgeries)('refuses a call %s', async (_how, forge) => {
    const answer = await post(urlOf(name), await forge(name))
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
    expect(await connect(urlOf(name), await forge(name))).toBe(4403)
  })

  test('takes no identity from the headers in which the outside sends one', async () => {
    const token = await signed(name)
    const answer = await post(urlOf(name), undefined, {
      authorization: `Bearer ${token}`,
      cookie: `${contextHeader}=${token}`,
    })
    expect(answer.status).toBe(401)
  })
})
