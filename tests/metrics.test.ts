import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, codeOf, post } from './harness/client.ts'
import { type Sample, scrape, valueOf } from './harness/metrics.ts'
import { founder, type Member, person } from './harness/people.ts'
import { dataFolder, Product } from './harness/product.ts'
import { until } from './harness/until.ts'

const create = 'mutation ($input: CreateMemoryInput!) { createMemory(input: $input) { memory { id } } }'
const search = 'query ($text: String!) { searchMemories(query: $text, first: 5) { edges { node { id } } } }'

describe('the metrics of the running product', { timeout: 120_000 }, () => {
  const folder = dataFolder()
  let product: Product
  let ada: Member
  let before: Sample[]

  beforeAll(async () => {
    product = await Product.start({ folder: folder.path })
    ada = await founder(product.url, await person(product.url, 'Ada', 'ada@example.test'), 'Acme', 'acme-metrics')
    before = await scrape(product.url)
  }, 120_000)
  afterAll(async () => {
    await product[Symbol.asyncDispose]()
    folder[Symbol.dispose]()
  })

  /** How a figure has moved since the beginning. */
  const moved = async (name: string, labels: Sample['labels'] = {}) =>
    (valueOf(await scrape(product.url), name, labels) ?? 0) - (valueOf(before, name, labels) ?? 0)
  const write = (title: string) =>
    ask(product.url, create, { input: { type: 'SEMANTIC', title, content: title } }, ada.token)

  test('requests, statements, transactions and calls to subgraphs are counted and timed', async () => {
    for (let n = 0; n < 5; n++) await write(`memory ${n}`)
    expect(
      await moved('graphmemory_http_requests_total', { method: 'POST', route: '/graphql', status: '200' }),
    ).toBeGreaterThanOrEqual(5)
    for (const [name, labels] of [
      ['graphmemory_http_request_seconds_count', { route: '/graphql' }],
      ['graphmemory_gateway_fetch_seconds_count', { subgraph: 'memory-graph', outcome: 'ok' }],
      ['graphmemory_subgraph_operation_seconds_count', { subgraph: 'memory-graph', outcome: 'ok' }],
      ['graphmemory_database_query_seconds_count', { outcome: 'ok' }],
      ['graphmemory_database_transaction_seconds_count', { role: 'gm_app', outcome: 'ok' }],
    ] as const) {
      expect(await moved(name, labels), name).toBeGreaterThanOrEqual(5)
    }
    expect(await moved('graphmemory_database_transaction_seconds_sum', { role: 'gm_app' })).toBeGreaterThan(0)
    const samples = await scrape(product.url)
    expect(valueOf(samples, 'graphmemory_database_connections', { state: 'open' })).toBeGreaterThan(0)
    expect(valueOf(samples, 'graphmemory_http_requests_in_progress')).toBe(1) // this one
  })

  test('operations of the graph are counted by what they do', async () => {
    await write('a lighthouse')
    await until('the memory is found', async () => {
      await ask(product.url, search, { text: 'lighthouse' }, ada.token)
      return (await moved('graphmemory_graph_operation_seconds_count', { operation: 'search', outcome: 'ok' })) > 0
    })
    expect(
      await moved('graphmemory_graph_operation_seconds_count', { operation: 'apply', outcome: 'ok' }),
    ).toBeGreaterThan(0)
    expect(await moved('graphmemory_graph_operation_seconds_sum', { operation: 'search' })).toBeGreaterThan(0)
  })

  test('errors are counted once, by their code and by the component that answers them', async () => {
    const since = await scrape(product.url)
    const more = async (labels: Sample['labels']) =>
      (valueOf(await scrape(product.url), 'graphmemory_errors_total', labels) ?? 0) -
      (valueOf(since, 'graphmemory_errors_total', labels) ?? 0)
    const remove = 'mutation { deleteMemory(input: { id: "mem_none" }) { memory { id } } }'
    expect(codeOf(await post(product.url, remove, {}, ada.token))).toBe('NOT_FOUND')
    expect(await more({ component: 'gateway', code: 'NOT_FOUND' })).toBe(1)
    expect(await more({ component: 'memory-graph', code: 'NOT_FOUND' })).toBe(1)
    await post(product.url, '{ nothingOfThisName }', {}, ada.token)
    expect(await more({ component: 'gateway', code: 'GRAPHQL_VALIDATION_FAILED' })).toBe(1)
    await post(product.url, '{ viewer { user { id } } }', {}, 'not-a-token')
    expect(await more({ component: 'edge', code: 'UNAUTHENTICATED' })).toBe(1)
  })

  test('the cache of plans tells its hits, misses and size', async () => {
    const since = await scrape(product.url)
    const more = async (outcome: string) =>
      (valueOf(await scrape(product.url), 'graphmemory_plan_cache_total', { outcome }) ?? 0) -
      (valueOf(since, 'graphmemory_plan_cache_total', { outcome }) ?? 0)
    for (let n = 0; n < 3; n++) await ask(product.url, 'query OnlyHere { viewer { user { id } } }', {}, ada.token)
    expect([await more('miss'), await more('hit')]).toEqual([1, 2])
    const samples = await scrape(product.url)
    expect(valueOf(samples, 'graphmemory_plan_cache_operations')).toBeGreaterThan(0)
    expect(valueOf(samples, 'graphmemory_plan_cache_bytes')).toBeGreaterThan(0)
  })

  test('sockets, those who listen, and what they are given come and go', async () => {
    const client = createClient({
      url: `${product.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${ada.token}` },
      retryAttempts: 0,
    })
    const events = client.iterate({ query: 'subscription { memoryChanges(after: 0) { __typename } }' })
    const first = events.next()
    const now = async (name: string, labels: Sample['labels'] = {}) => valueOf(await scrape(product.url), name, labels)
    await until('it listens', async () => (await now('graphmemory_subscription_members')) === 1)
    expect(await now('graphmemory_subscription_streams')).toBe(1)
    expect(await now('graphmemory_websocket_connections', { endpoint: 'graphql' })).toBe(1)
    await write('news')
    await first
    expect(await moved('graphmemory_subscription_events_total')).toBeGreaterThan(0)
    expect(await moved('graphmemory_subscription_delivery_seconds_count')).toBeGreaterThan(0)
    expect(await now('graphmemory_subscription_drops_total')).toBe(0)
    await client.dispose()
    await until('nobody listens', async () => (await now('graphmemory_subscription_members')) === 0)
    await until('the socket is gone', async () => {
      return (await now('graphmemory_websocket_connections', { endpoint: 'graphql' })) === 0
    })
  })

  test('sessions that may be used are counted from the database', async () => {
    const first = valueOf(await scrape(product.url), 'graphmemory_sessions_active')
    expect(first).toBeGreaterThanOrEqual(1)
    await person(product.url, 'Bob', 'bob@example.test')
    await until('the new session counts', async () => {
      return (valueOf(await scrape(product.url), 'graphmemory_sessions_active') ?? 0) > (first ?? 0)
    })
  })

  test('the machine and the process tell of processors, memory, disk and the event loop', async () => {
    const samples = await scrape(product.url)
    for (const [name, labels] of [
      ['graphmemory_system_cpu_seconds', { mode: 'user' }],
      ['graphmemory_system_memory_bytes', { state: 'total' }],
      ['graphmemory_disk_data_bytes', { state: 'free' }],
      ['graphmemory_disk_graph_bytes', { state: 'free' }],
      ['process_resident_memory_bytes', {}],
      ['process_cpu_seconds_total', {}],
      ['nodejs_eventloop_lag_seconds', {}],
      ['nodejs_eventloop_lag_p99_seconds', {}],
    ] as const) {
      expect(valueOf(samples, name, labels), name).toBeGreaterThan(0)
    }
  })

  test('labels are bounded: no ids and no words of users, however odd the requests', async () => {
    const count = (samples: readonly Sample[]) => samples.filter(({ name }) => !name.startsWith('nodejs_')).length
    const odd = async (n: number) => {
      await fetch(`${product.url}/nowhere-${n}/secretword`)
      await fetch(`${product.url}/graphql?secretword${n}=1`, { method: 'DELETE' })
      await post(product.url, `query Secretword${n} { secretword${n} }`, {}, ada.token)
      await post(product.url, `{ memory(id: "secretword${n}") { id } }`, {}, ada.token)
      await ask(product.url, search, { text: `secretword${n}` }, ada.token)
      await ask(product.url, create, { input: { type: 'SEMANTIC', title: `secretword${n}`, content: '' } }, ada.token)
    }
    await odd(0)
    await until('what follows a write is counted', async () => {
      return (await moved('graphmemory_audit_sealed_total')) > 0
    })
    const once = await scrape(product.url)
    for (let n = 1; n < 10; n++) await odd(n)
    const often = await scrape(product.url)

    const known = ['method', 'route', 'status', 'subgraph', 'outcome', 'role', 'state', 'operation', 'component']
    const more = [
      'code',
      'endpoint',
      'mode',
      'what',
      'holder',
      'le',
      'type',
      'kind',
      'space',
      'version',
      'major',
      'minor',
      'patch',
    ]
    const names = new Set(often.flatMap(({ labels }) => Object.keys(labels)))
    expect([...names].filter((name) => ![...known, ...more].includes(name))).toEqual([])
    const values = often.flatMap(({ labels }) => Object.values(labels))
    expect(values.filter((value) => !/^[\w./:+-]{1,40}$/.test(value))).toEqual([])
    const ids = [ada.tenantId, ada.userId, ada.membershipId, ada.email, 'secretword', 'Secretword', 'acme']
    expect(values.filter((value) => ids.some((id) => value.includes(id)))).toEqual([])
    expect(values.filter((value) => /^[a-z]{2,4}_[0-9A-Za-z]{8,}/.test(value) && !value.startsWith('gm_'))).toEqual([])
    // Ten times the traffic is no more series: what is new are counters that had not been touched.
    expect(count(often) - count(once)).toBeLessThan(40)
    expect(count(often)).toBeLessThan(3_000)
  })
})
