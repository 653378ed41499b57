import { randomBytes } from 'node:crypto'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Span, startCollector } from './harness/collector.ts'
import { founder, type Member, person } from './harness/people.ts'
import { dataFolder, Product } from './harness/product.ts'
import { until } from './harness/until.ts'

const redisUrl = process.env['TEST_REDIS_URL']

describe('the trace of a client', { timeout: 120_000 }, () => {
  const folder = dataFolder()
  let collector: Awaited<ReturnType<typeof startCollector>>
  let product: Product
  let ada: Member

  beforeAll(async () => {
    collector = await startCollector()
    const env = { ...collector.env, LOG_LEVEL: 'debug', ...(redisUrl !== undefined && { REDIS_URL: redisUrl }) }
    product = await Product.start({ folder: folder.path, env })
    ada = await founder(product.url, await person(product.url, 'Ada', 'ada@example.test'), 'Acme', 'acme-traces')
  }, 120_000)
  afterAll(async () => {
    await product[Symbol.asyncDispose]()
    await collector[Symbol.asyncDispose]()
    folder[Symbol.dispose]()
  })

  /** One request in a trace of its own, and that trace's id. */
  async function traced(query: string, variables: object = {}) {
    const traceId = randomBytes(16).toString('hex')
    const response = await fetch(`${product.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${ada.token}`,
        traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
      },
      body: JSON.stringify({ query, variables }),
    })
    return { traceId, answer: (await response.json()) as { readonly data?: unknown; readonly errors?: unknown } }
  }
  const untilSpan = (traceId: string, name: string) =>
    until(`the trace has ${name}`, () => collector.of(traceId).find((span) => span.name === name))
  const write = (title: string) =>
    traced('mutation ($input: CreateMemoryInput!) { createMemory(input: $input) { memory { id } } }', {
      input: { type: 'SEMANTIC', title, content: title },
    })

  test('goes from the gateway through a subgraph into statements of the database', async () => {
    const { traceId } = await traced('{ memories(first: 1) { nodes { id } } }')
    await untilSpan(traceId, 'gateway.execute')
    const spans = collector.of(traceId)
    const above = (span: Span | undefined) => spans.find(({ spanId }) => spanId === span?.parentSpanId)
    const path: string[] = []
    for (let at = spans.find(({ name }) => name === 'database.query'); at !== undefined; at = above(at))
      path.push(at.name)
    expect(path).toEqual([
      'database.query',
      'database.transaction',
      'subgraph.execute',
      'gateway.fetch',
      'gateway.execute',
    ])
    expect(spans.find(({ name }) => name === 'gateway.execute')?.parentSpanId).toBe('00f067aa0ba902b7')
  })

  test('goes on in the news of a write, in the graph that is brought up to it, and in the sealing of its record', async () => {
    const { traceId, answer } = await write('traced')
    expect(answer.errors).toBe(undefined)
    await untilSpan(traceId, 'audit.seal')
    await untilSpan(traceId, 'news.handle')
    await untilSpan(traceId, 'graph.operation')
    expect(collector.of(traceId).filter(({ name }) => name === 'news.publish').length > 0).toBe(redisUrl !== undefined)
  })

  test('goes into a search of the graph', async () => {
    const { traceId } = await traced('{ searchMemories(query: "traced", first: 1) { edges { node { id } } } }')
    expect((await untilSpan(traceId, 'graph.operation')).parentSpanId).not.toBe('')
  })

  test('is linked from the event that tells a subscriber of the write', async () => {
    const client = createClient({
      url: `${product.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${ada.token}` },
    })
    const events = client.iterate<{ memoryChanges: { memory: { title: string } | null } }>({
      query: 'subscription { memoryChanges(after: 0) { memory { title } } }',
    })
    await events.next()
    const { traceId } = await write('told')
    for await (const { data } of events) if (data?.memoryChanges.memory?.title === 'told') break
    const [event] = await until('an event is linked', () => {
      const linked = collector.linkedTo(traceId)
      return linked.length > 0 && linked
    })
    expect(event?.name).toBe('subgraph.event')
    await client.dispose()
  })

  test('is linked from the event of a document that tells of the edit', async () => {
    const ask = async <T>(query: string, input: object) =>
      (await traced(`mutation ($input: ${query}`, { input })).answer.data as T
    const { createMemory } = await ask<{ createMemory: { memory: { id: string } } }>(
      'CreateMemoryInput!) { createMemory(input: $input) { memory { id } } }',
      { type: 'SEMANTIC', title: 'live', content: 'one' },
    )
    const memoryId = createMemory.memory.id
    const { createDocument } = await ask<{ createDocument: { document: { id: string } } }>(
      'CreateDocumentInput!) { createDocument(input: $input) { document { id } } }',
      { memoryId },
    )
    const { openDocumentSession } = await ask<{ openDocumentSession: { session: { id: string; epoch: number } } }>(
      'OpenDocumentSessionInput!) { openDocumentSession(input: $input) { session { id epoch } } }',
      { documentId: createDocument.document.id },
    )
    const client = createClient({
      url: `${product.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${ada.token}` },
    })
    const events = client.iterate<{ documentEvents: { seq: number } }>({
      query: 'subscription ($id: ID!) { documentEvents(sessionId: $id) { seq update } }',
      variables: { id: openDocumentSession.session.id },
    })
    const first = (await events.next()) as { value: { data: { documentEvents: { seq: number } } } }
    const { traceId, answer } = await traced(
      'mutation ($input: ApplyMemoryPatchInput!) { applyMemoryPatch(input: $input) { __typename } }',
      {
        input: {
          documentId: createDocument.document.id,
          epoch: openDocumentSession.session.epoch,
          baseSeq: first.value.data.documentEvents.seq,
          content: 'two',
          batchId: 'traced',
        },
      },
    )
    expect(answer.errors).toBe(undefined)
    await events.next()
    await until('an event is linked', () => collector.linkedTo(traceId).some(({ name }) => name === 'subgraph.event'))
    await client.dispose()
  })

  test('is in the lines of the log that are written on its way', async () => {
    const { traceId } = await write('logged')
    const line = await until('a line with the trace', () =>
      product.output.split('\n').find((one) => one.startsWith('{') && one.includes(`"traceId":"${traceId}"`)),
    )
    expect(JSON.parse(line)).toMatchObject({ traceId, spanId: expect.stringMatching(/^[0-9a-f]{16}$/) })
  })

  test('is begun by nobody in the background', async () => {
    const { traceId } = await write('last')
    await untilSpan(traceId, 'audit.seal')
    const roots = collector.all().filter(({ parentSpanId = '' }) => parentSpanId === '')
    expect(roots.map(({ name }) => name).filter((name) => !/^(gateway|subgraph)\./.test(name))).toEqual([])
  })
})
