import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { generateKeyPair, exportJWK, type JSONWebKeySet } from 'jose'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { createContextSigner, type ContextSigner } from '@graphmemory/identity/request-context.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { createMetrics } from '@graphmemory/telemetry/create-metrics.ts'
import { anonymousIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { buildSchema } from './build-schema.ts'
import { createEndpoints } from './endpoints.ts'
import { createHttpSource } from './http-source.ts'
import { createSubgraph } from './create-subgraph.ts'
import type { Resources } from './resources.ts'
import { anyone, may, signedIn } from './rules.ts'
import { scalars } from './scalars.ts'
import { serveSubgraph, type Served } from './serve-subgraph.ts'
import type { SubgraphSource } from './subgraph-source.ts'

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])
  scalar DateTime
  scalar Base64
  scalar JSON
  type Query {
    hello: String!
    secret: String
    broken: String
    missing: String
    echo(at: DateTime, bytes: Base64, json: JSON): JSON
  }
  type Mutation { change: String  forget: String }
  type Subscription { ticks(to: Int!): Int!  breaks: Int!  never: Int!  quiet: Int! }
  type Thing @key(fields: "id") { id: ID!  open: String!  guarded: String }
`
const refusals: { identity: Identity; action: string }[] = []
let quietStarted = 0
let quietEnded = 0

async function* breaking() {
  yield { breaks: 1 }
  throw new Error('password=hunter2')
}

function countTo(end: number): AsyncIterableIterator<{ ticks: number }> {
  let n = 0
  return {
    next: async () => (n < end ? { done: false, value: { ticks: ++n } } : { done: true, value: undefined }),
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
function quiet(): AsyncIterableIterator<never> {
  quietStarted++
  let end: (result: IteratorReturnResult<undefined>) => void = () => undefined
  return {
    next: () => new Promise((resolve) => (end = resolve)),
    return: async () => {
      quietEnded++
      end({ done: true, value: undefined })
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

const schema = buildSchema(
  sdl,
  {
    ...scalars,
    Query: {
      hello: () => 'world',
      secret: () => 's3cret',
      broken: () => {
        throw new Error('password=hunter2')
      },
      missing: () => {
        throw new ClientError('NOT_FOUND', 'No such thing')
      },
      echo: (_: unknown, args: { at?: Date; bytes?: string; json?: unknown }) => ({
        at: args.at?.getTime() ?? null,
        bytes: args.bytes === undefined ? null : [...Buffer.from(args.bytes, 'base64')],
        json: args.json ?? null,
      }),
    },
    Mutation: { change: () => 'changed' },
    Subscription: {
      ticks: { subscribe: (_: unknown, { to }: { to: number }) => countTo(to) },
      breaks: { subscribe: breaking },
      never: { subscribe: () => countTo(3) },
      quiet: { subscribe: quiet },
    },
    Thing: { __resolveReference: ({ id }: { id: string }) => ({ id, open: 'open', guarded: 'guarded' }) },
  },
  {
    Query: { hello: anyone, secret: may('read', 'memory'), broken: anyone, missing: anyone, echo: anyone },
    Mutation: { change: signedIn, forget: may('read', 'memory') },
    Subscription: { ticks: anyone, breaks: anyone, never: may('manage', 'system'), quiet: anyone },
    Thing: { guarded: may('manage', 'tenant') },
  },
)

const log = createLog({ name: 'test', level: 'silent' })
const metrics = createMetrics()
// A subgraph without tables: what it has no use for is not there.
const resources = {
  log,
  metrics,
  recordRefusal: async (identity: Identity, { action }: { action: string }) => refusals.push({ identity, action }),
} as unknown as Resources
const subgraph = createSubgraph(resources, { name: 'things', schema, createContext: (viewer) => ({ viewer }) })

let served: Served
let http: SubgraphSource & AsyncDisposable
let signer: ContextSigner
beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true })
  const trustedKeys: JSONWebKeySet = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'EdDSA' }] }
  signer = { issuer: 'gateway', keyId: 'k1', privateKey }
  served = await serveSubgraph(subgraph, { host: '127.0.0.1', port: 0, trustedKeys, log, metrics })
  http = createHttpSource({ name: 'things', endpoints: createEndpoints([served.url]), signer })
})
afterAll(async () => {
  await http[Symbol.asyncDispose]()
  await served[Symbol.asyncDispose]()
})

const post = (headers: Readonly<Record<string, string>>, body = '{"query":"{ hello }"}') =>
  fetch(`${served.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })

async function all<T>(events: AsyncIterable<T> | object): Promise<T[]> {
  if (!(Symbol.asyncIterator in events)) throw new Error(`refused: ${JSON.stringify(events)}`)
  return Array.fromAsync(events)
}

describe.each([
  ['in this process', () => subgraph],
  ['over HTTP', () => http],
])('a subgraph %s', (_, source) => {
  const ask = (query: string, identity: Identity = userIdentity(), variables = {}) =>
    source().process({ query, identity, variables })
  const codes = async (query: string, identity?: Identity) =>
    (await ask(query, identity)).errors?.map(({ extensions }) => extensions['code'])

  test('answers what everybody may ask', async () => {
    expect(await ask('{ hello }', anonymousIdentity())).toEqual({ data: { hello: 'world' } })
  })

  test('refuses by code, and has recorded the refusal before it answers', async () => {
    refusals.length = 0
    const nobody = userIdentity({ role: 'emperor' })
    expect(await codes('{ secret }', nobody)).toEqual(['FORBIDDEN'])
    expect(refusals).toMatchObject([{ action: 'request.secret', identity: { userId: nobody.userId } }])
    expect(await codes('{ secret }', anonymousIdentity())).toEqual(['UNAUTHENTICATED'])
    expect(await codes('mutation { change }', anonymousIdentity())).toEqual(['UNAUTHENTICATED'])
    expect(await ask('mutation { change }')).toEqual({ data: { change: 'changed' } })
  })

  test('gives a variable that is not given its default, required or not', async () => {
    const query = 'query ($b: Base64! = "AQI=", $j: JSON = { a: [1] }) { echo(bytes: $b, json: $j) }'
    expect((await ask(query)).data).toMatchObject({ echo: { bytes: [1, 2], json: { a: [1] } } })
    expect((await ask(query, userIdentity(), { b: 'Aw==', j: null })).data).toMatchObject({
      echo: { bytes: [3], json: null },
    })
  })

  test('lets a refusal of an operation through with its code and masks what is a bug', async () => {
    expect(await codes('{ missing }')).toEqual(['NOT_FOUND'])
    const { errors, data } = await ask('{ hello broken }')
    expect(data).toEqual({ hello: 'world', broken: null })
    expect(errors?.map(({ message, path, extensions }) => ({ message, path, code: extensions['code'] }))).toEqual([
      { message: 'Something went wrong on our side', path: ['broken'], code: 'INTERNAL_SERVER_ERROR' },
    ])
    expect(JSON.stringify(errors)).not.toContain('hunter2')
  })

  test('guards a field of an entity beside open ones', async () => {
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Thing { id open guarded } } }'
    const variables = { r: [{ __typename: 'Thing', id: 't1' }] }
    const seen = await ask(query, userIdentity({ role: 'viewer' }), variables)
    expect(seen.data).toEqual({ _entities: [{ id: 't1', open: 'open', guarded: null }] })
    expect(seen.errors?.[0]?.extensions['code']).toBe('FORBIDDEN')
    expect((await ask(query, userIdentity(), variables)).data).toMatchObject({ _entities: [{ guarded: 'guarded' }] })
  })

  test('reads instants, bytes and JSON, and refuses what is none', async () => {
    const query = 'query ($at: DateTime, $b: Base64, $j: JSON) { echo(at: $at, bytes: $b, json: $j) }'
    const variables = { at: '2026-11-24T01:02:03.004+01:00', b: 'AQI=', j: { deep: [1, null, 'x'] } }
    expect((await ask(query, userIdentity(), variables)).data).toEqual({
      echo: { at: Date.parse('2026-11-24T00:02:03.004Z'), bytes: [1, 2], json: { deep: [1, null, 'x'] } },
    })
    expect((await ask('{ echo(at: "2026-11-24T00:00:00Z", bytes: "AQI=", json: {a: [1]}) }')).data).toMatchObject({
      echo: { bytes: [1, 2], json: { a: [1] } },
    })
    for (const wrong of [{ at: '2026-11-24' }, { b: 'AQI' }, { j: JSON.parse('['.repeat(40) + ']'.repeat(40)) }]) {
      expect((await ask(query, userIdentity(), wrong)).errors).toHaveLength(1)
    }
  })

  test('delivers a subscription to its end', async () => {
    const events = await source().subscribe({ query: 'subscription { ticks(to: 3) }', identity: userIdentity() })
    expect(await all(events)).toEqual([1, 2, 3].map((ticks) => ({ data: { ticks } })))
  })

  test('ends a subscription that fails with one masked error', async () => {
    const events = await source().subscribe({ query: 'subscription { breaks }', identity: userIdentity() })
    const results = await all(events)
    expect(results).toMatchObject([
      { data: { breaks: 1 } },
      { errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
    ])
    expect(JSON.stringify(results)).not.toContain('hunter2')
  })

  test('refuses a subscription without the permission', async () => {
    const events = await source().subscribe({ query: 'subscription { never }', identity: userIdentity() })
    const first = Symbol.asyncIterator in events ? (await events.next()).value : events
    expect(first?.errors?.[0]?.extensions['code']).toBe('FORBIDDEN')
  })

  test('ends a quiet subscription when its reader leaves', async () => {
    const [started, ended] = [quietStarted, quietEnded]
    const events = await source().subscribe({ query: 'subscription { quiet }', identity: userIdentity() })
    if (!(Symbol.asyncIterator in events)) throw new Error('refused')
    const waiting = events.next()
    await vi.waitFor(() => expect(quietStarted).toBe(started + 1))
    await events.return?.()
    await waiting
    await vi.waitFor(() => expect(quietEnded).toBe(ended + 1))
  })
})

describe('a call to a subgraph', () => {
  test('without a signed identity is refused', async () => {
    expect((await post({})).status).toBe(401)
    expect((await post({ 'x-gm-ctx': 'made.up.token', 'x-gm-request': 'req_1' })).status).toBe(401)
  })

  test('with an identity that was signed for another subgraph, or by another key, is refused', async () => {
    const statusWith = async (audience: string, by = signer) =>
      (await post(await createContextSigner(audience, by)(userIdentity()))).status
    expect(await statusWith('others')).toBe(401)
    const { privateKey } = await generateKeyPair('EdDSA')
    expect(await statusWith('things', { ...signer, privateKey })).toBe(401)
    expect(await statusWith('things')).toBe(200)
  })

  test('that is no GraphQL request is refused without details', async () => {
    const response = await post(await createContextSigner('things', signer)(userIdentity()), '{"query":7}')
    expect(response.status).toBe(400)
    expect(await response.text()).not.toContain('zod')
  })

  test('to a process that is gone is UNAVAILABLE', async () => {
    await using gone = createHttpSource({ name: 'things', endpoints: createEndpoints(['http://127.0.0.1:1']), signer })
    const { errors } = await gone.process({ query: '{ hello }', identity: userIdentity() })
    expect(errors?.[0]?.extensions['code']).toBe('UNAVAILABLE')
  })
})

describe('a subgraph with several processes', () => {
  const query = { query: '{ hello }', identity: userIdentity() }
  const mutation = { query: 'mutation { change }', identity: userIdentity() }

  test('is asked where it answers, also for mutations that cannot have reached the one that is gone', async () => {
    const endpoints = createEndpoints(['http://127.0.0.1:1', served.url])
    await using source = createHttpSource({ name: 'things', endpoints, signer })
    for (let n = 0; n < 6; n++) {
      expect((await source.process(n % 2 === 0 ? query : mutation)).errors).toBe(undefined)
    }
  })

  test('asks another for a query that one took along, and sends no mutation twice', async () => {
    let taken = 0
    const dying = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => {
        taken++
        socket.destroy()
      })
    })
    await once(dying.listen(0, '127.0.0.1'), 'listening')
    const endpoints = () => createEndpoints([`http://127.0.0.1:${(dying.address() as AddressInfo).port}`, served.url])
    const askTwice = async (request: typeof query) => {
      await using source = createHttpSource({ name: 'things', endpoints: endpoints(), signer })
      return [await source.process(request), await source.process(request)]
    }
    expect((await askTwice(query)).map(({ errors }) => errors)).toEqual([undefined, undefined])
    expect(taken).toBe(1)
    const codes = (await askTwice(mutation)).map(({ errors }) => errors?.[0]?.extensions['code'])
    expect(new Set(codes)).toEqual(new Set(['UNAVAILABLE', undefined]))
    expect(taken).toBe(2)
    dying.close()
  })
})

test('a root field without a declared permission stops the subgraph from being made', () => {
  expect(() => buildSchema('type Query { forgotten: Int }', {}, { Query: {} })).toThrow('Query.forgotten')
})
