import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Identity, User } from '@graphmemory/identity/identity.ts'
import { apiKeyIdentity, serviceIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { memoryTypes, relationTypes } from '../graph-types.ts'
import { startGraph, type TestGraph } from '../testing/start-graph.ts'
import { anyActs, performAll, run, type Act } from './testing/random-acts.ts'

let graph: TestGraph
/** Whose bearer token is which. */
const bearers = new Map<string, Identity>()
beforeAll(async () => {
  graph = await startGraph({
    authenticate: async (bearer) => {
      const identity = bearers.get(bearer ?? '')
      if (identity === undefined) throw new ClientError('UNAUTHENTICATED', 'Sign in')
      return identity
    },
  })
})
afterAll(() => graph[Symbol.asyncDispose]())

function tokenOf(identity: Identity): string {
  const token = `token-${bearers.size}`
  bearers.set(token, identity)
  return token
}

/** A body in pieces of so many bytes, wherever characters and lines end. */
const pieceBytes = 997

async function call(method: string, path: string, token: string | null, text = '', query = '') {
  const route = graph.subgraph.routes.find((each) => each.path === path && each.method === method)
  if (route === undefined) throw new Error(`no route ${path}`)
  const pieces = (async function* bytes() {
    const all = Buffer.from(text)
    for (let at = 0; at < all.length; at += pieceBytes) yield all.subarray(at, at + pieceBytes)
  })()
  const headers = token === null ? {} : { authorization: `Bearer ${token}` }
  const answer = await route.handle({ query: new URLSearchParams(query), headers, body: pieces, ip: '192.0.2.1' })
  if (typeof answer.body === 'string') return { status: answer.status, text: answer.body }
  let answered = ''
  for await (const piece of answer.body as AsyncIterable<string>) answered += piece
  return { status: answer.status, text: answered }
}

type Report = { lines: number; created: number; updated: number; unchanged: number; failed: number; errors: object[] }
async function importAs(viewer: Identity, lines: readonly object[]): Promise<Report> {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  const answer = await call('POST', '/import', tokenOf(viewer), text)
  expect(answer.status).toBe(200)
  const last = JSON.parse(answer.text.trim().split('\n').at(-1) ?? '')
  expect(last.done).toBe(true)
  return last
}
async function exportAs(viewer: Identity): Promise<Record<string, unknown>[]> {
  const { status, text } = await call('GET', '/export', tokenOf(viewer))
  expect(status).toBe(200)
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, unknown>]))
}

const memory = (externalId: string, more: object = {}) => ({
  kind: 'memory',
  externalId,
  type: 'SEMANTIC',
  title: `Title of ${externalId}`,
  ...more,
})
/** Lines by what they are about; of what stands in several, the last word counts. */
function byName(lines: readonly Record<string, unknown>[]): Record<string, Record<string, unknown>> {
  const said: Record<string, Record<string, unknown>> = {}
  for (const { contradicts, ...line } of lines) {
    const name = `${String(line['kind'])} ${String(line['externalId'] ?? line['name'])}`
    said[name] = { ...said[name], ...line, ...(Array.isArray(contradicts) && { contradicts: new Set(contradicts) }) }
  }
  return said
}

const counts = ({ created, updated, unchanged, failed }: Report) => [created, updated, unchanged, failed]

describe('an import', () => {
  test('makes what is new, changes what differs, brings back what was deleted, and leaves the rest untouched', async () => {
    const ada = userIdentity()
    const lines = [memory('a'), memory('b'), { kind: 'relation', from: 'a', to: 'b', type: 'SUPPORTS', weight: 0.5 }]
    expect(counts(await importAs(ada, lines))).toEqual([3, 0, 0, 0])
    expect(counts(await importAs(ada, lines))).toEqual([0, 0, 3, 0])
    expect(counts(await importAs(ada, [memory('a', { content: 'more' }), memory('b')]))).toEqual([0, 1, 1, 0])
    const all =
      '{ memories { nodes { id externalId version content relations { nodes { type weight to { externalId } } } } } }'
    type All = { memories: { nodes: { id: string; externalId: string; version: number; content: string }[] } }
    const { nodes } = (await graph.must<All>(ada, all)).memories
    expect(nodes.toSorted((a, b) => a.externalId.localeCompare(b.externalId))).toMatchObject([
      { externalId: 'a', version: 2, content: 'more', relations: { nodes: [{ type: 'SUPPORTS', weight: 0.5 }] } },
      { externalId: 'b', version: 1, content: '' },
    ])
    const deleting = 'mutation ($i: DeleteMemoryInput!) { deleteMemory(input: $i) { memory { id } } }'
    await graph.must(ada, deleting, { i: { id: nodes.find(({ externalId }) => externalId === 'b')?.id } })
    expect(counts(await importAs(ada, lines))).toEqual([0, 3, 0, 0])
    expect((await graph.must<All>(ada, all)).memories.nodes).toHaveLength(2)
  })

  test('leaves out the lines that are wrong, and says which and why', async () => {
    const lines = [
      memory('a'),
      memory('b', { type: 'WRONG' }),
      memory('c', { nonsense: 1 }),
      { kind: 'relation', from: 'a', to: 'nowhere', type: 'SUPPORTS' },
      { kind: 'relation', from: 'a', to: 'a', type: 'SUPPORTS' },
      { kind: 'else' },
      memory('d', { validFrom: '2020-01-02T00:00:00Z', validTo: '2020-01-01T00:00:00Z' }),
    ]
    const report = await importAs(userIdentity(), lines)
    expect(counts(report)).toEqual([1, 0, 0, 6])
    expect(report.lines).toBe(7)
    expect(report.errors).toMatchObject([
      { line: 2, field: 'type' },
      { line: 3 },
      { line: 4, field: 'to', message: 'no such memory' },
      { line: 5, field: 'to' },
      { line: 6, field: 'kind', message: 'one of memory, relation, memoryType, relationType, space' },
      { line: 7, field: 'validTo' },
    ])
  })

  test('makes types for those who may manage memories alone, and spaces that are its own', async () => {
    const owner = userIdentity()
    const importer = userIdentity({ tenantId: owner.tenantId, role: 'rol_1', grants: ['memory:read', 'memory:import'] })
    const lines = [
      { kind: 'memoryType', name: 'NOTE', description: 'A note', schema: { required: ['x'] } },
      { kind: 'relationType', name: 'KNOWS' },
      { kind: 'space', externalId: 's', name: 'Plans', visibility: 'PRIVATE' },
      memory('a', { type: 'NOTE', spaceId: 's', properties: { x: 1 } }),
      memory('b', { spaceId: 's' }),
      { kind: 'relation', externalId: 'r', from: 'a', to: 'b', type: 'KNOWS', contradicts: ['none'] },
      { kind: 'memoryType', name: 'WRONG', schema: { pattern: '.*' } },
      { kind: 'memoryType', name: 'SEMANTIC' },
    ]
    const report = await importAs(importer, lines)
    expect(counts(report)).toEqual([2, 0, 0, 6])
    const lacking = 'Only who may manage memories says what types there are'
    expect(report.errors).toMatchObject([
      { line: 1, field: null, message: lacking },
      { line: 2, field: null, message: lacking },
      { line: 4, field: 'type' },
      { line: 6, field: 'from' },
      { line: 7, field: 'schema.pattern' },
      { line: 8, field: 'name', message: 'it is built in' },
    ])
    expect((await importAs(owner, lines)).errors).toMatchObject([
      { line: 6, field: 'contradicts' },
      { line: 7 },
      { line: 8 },
    ])
    expect(await graph.must(importer, '{ spaces { externalId name shares { role } createdBy { id } } }')).toEqual({
      spaces: [{ externalId: 's', name: 'Plans', shares: [], createdBy: { id: importer.userId } }],
    })
    const reader = userIdentity({ tenantId: owner.tenantId, role: 'viewer' })
    expect(await graph.must(reader, '{ memories { totalCount } }')).toEqual({ memories: { totalCount: 0 } })
    const actions = (await graph.audited(owner)).map(({ action }) => action)
    expect(actions.filter((action) => action !== 'memory.import')).toEqual([
      'space.create',
      'memory_type.define',
      'relation_type.set',
    ])
  })

  test('can be searched and walked at once', async () => {
    const ada = userIdentity()
    await importAs(ada, [
      memory('a', { content: 'The ferry leaves at noon' }),
      memory('b'),
      { kind: 'relation', from: 'a', to: 'b', type: 'PRECEDES' },
    ])
    const { searchMemories } = await graph.must<{ searchMemories: object }>(
      ada,
      '{ searchMemories(query: "ferry", first: 1) { stale nodes { externalId neighbours(depth: 1) { nodes { externalId } } } } }',
    )
    expect(searchMemories).toEqual({
      stale: false,
      nodes: [{ externalId: 'a', neighbours: { nodes: [{ externalId: 'b' }] } }],
    })
  })

  test('is in the graph as it would be if that were built from the rows', async () => {
    const ada = userIdentity({ role: 'admin' })
    const properties = { beta: { zz: 1, b: [{ yy: 2, x: 1e21 }] }, a: 'é', 10: null, 9: true }
    const relation = { kind: 'relation', from: 'a', to: 'b', type: 'PRECEDES' }
    await importAs(ada, [
      memory('a', { properties, importance: 0.1, tags: ['t'], validFrom: '0999-01-01T00:00:00.001Z' }),
      memory('b', { properties: { old: 1, a: 2 }, tags: ['u'] }),
      { ...relation, weight: 0.3, validTo: '2030-01-01T00:00:00Z' },
    ])
    await importAs(ada, [memory('b', { properties: { newer: 1, a: 2 }, tags: ['u'] }), { ...relation, weight: 0.7 }])
    const holding = `{ m: queryGraph(statement: "MATCH (m:Memory) RETURN m ORDER BY m.id", first: 9) { rows stale }
      r: queryGraph(statement: "MATCH (a)-[r:Relation]->(b) RETURN a.id, r, b.id", first: 9) { rows stale } }`
    const held = () => graph.must(ada, holding)
    const followed = await held()
    expect(followed).toMatchObject({ m: { stale: false, rows: [{}, {}] }, r: { stale: false, rows: [{}] } })
    await graph.must(
      serviceIdentity('gm', ada.tenantId),
      'mutation ($t: ID!) { rebuildGraph(input: { tenantId: $t }) { seq } }',
      { t: ada.tenantId },
    )
    expect(await held()).toEqual(followed)
  })

  test('is one record in the audit log for each batch', async () => {
    const ada = userIdentity()
    await importAs(ada, [memory('a'), memory('b')])
    expect((await graph.audited(ada)).map(({ action, outcome }) => [action, outcome])).toEqual([
      ['memory.import', 'ALLOWED'],
    ])
  })

  test('of a few lines goes through the API, with the same report', async () => {
    const query = `mutation ($i: ImportMemoriesInput!) { importMemories(input: $i) {
      lines created updated unchanged failed errors { line field message } } }`
    const lines = `${JSON.stringify(memory('a'))}\n\nnot json\n`
    const { importMemories } = await graph.must<{ importMemories: Report }>(userIdentity(), query, { i: { lines } })
    expect(importMemories).toMatchObject({ created: 1, failed: 1, errors: [{ line: 3 }] })
    expect(await graph.refusal(userIdentity(), query, { i: { lines: '\n'.repeat(1_001) } })).toBe('BAD_USER_INPUT')
    expect(await graph.refusal(userIdentity({ role: 'collaborator' }), query, { i: { lines } })).toBe('FORBIDDEN')
  })

  test('ends at a line that is too long or not text, and keeps what it had done', async () => {
    const ada = userIdentity()
    const enough = Array.from({ length: 4_500 }, (_, n) => JSON.stringify(memory(`m${n}`))).join('\n')
    const answer = await call('POST', '/import', tokenOf(ada), `${enough}\n${'x'.repeat(12_100_000)}`)
    expect(answer.text).toContain('PAYLOAD_TOO_LARGE')
    expect(await exportAs(ada)).toHaveLength(4_000)
  })
})

describe('an export', () => {
  test('imports back to an equal graph, in another tenant too', async () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 30 })
      .filter((each) => !each.includes('\0') && each.isWellFormed())
    const instant = fc
      .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString())
    const unit = fc.double({ min: 0, max: 1, noNaN: true })
    const fields = {
      properties: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null))),
      validFrom: fc.option(instant),
    }
    const memories = fc.uniqueArray(
      fc.record({
        externalId: text.filter((name) => name.length > 0),
        type: fc.constantFrom(...memoryTypes),
        title: text.filter((title) => title.trim() !== ''),
        content: text,
        tags: fc.uniqueArray(
          text.filter((tag) => tag.length > 0),
          { maxLength: 3 },
        ),
        attachments: fc.uniqueArray(
          fc.record({
            url: fc.webUrl({ validSchemes: ['https'] }),
            name: text.filter((name) => name.length > 0),
            mediaType: fc.constant('image/png'),
            size: fc.option(fc.nat()),
          }),
          { selector: ({ url }) => url, maxLength: 2 },
        ),
        importance: fc.option(unit),
        confidence: fc.option(unit),
        ...fields,
      }),
      { selector: ({ externalId }) => externalId, minLength: 2, maxLength: 12 },
    )
    const relations = fc.array(
      fc.record({ from: fc.nat(11), to: fc.nat(11), type: fc.constantFrom(...relationTypes), weight: unit, ...fields }),
      { maxLength: 12 },
    )
    await fc.assert(
      fc.asyncProperty(memories, relations, async (nodes, edges) => {
        const [first, second]: [User, User] = [userIdentity(), userIdentity()]
        const lines = [
          ...nodes.map((node) => ({ kind: 'memory', ...node })),
          ...edges.flatMap((edge, n) => {
            const [from, to] = [nodes[edge.from]?.externalId, nodes[edge.to]?.externalId]
            return from === undefined || to === undefined || from === to
              ? []
              : [{ kind: 'relation', externalId: `r${n}`, ...edge, from, to }]
          }),
        ]
        expect(counts(await importAs(first, lines))).toEqual([lines.length, 0, 0, 0])
        const exported = await exportAs(first)
        expect(exported).toHaveLength(lines.length)
        expect(counts(await importAs(first, exported))).toEqual([0, 0, lines.length, 0])
        expect(counts(await importAs(second, exported))).toEqual([lines.length, 0, 0, 0])
        const byName = (all: Record<string, unknown>[]) =>
          all.toSorted((a, b) =>
            `${String(a['kind'])}${String(a['externalId'])}`.localeCompare(
              `${String(b['kind'])}${String(b['externalId'])}`,
            ),
          )
        expect(byName(await exportAs(second))).toEqual(byName(exported))
      }),
      { numRuns: 6, endOnFailure: true },
    )
  })

  test('imports back with types, what they demand, facts, what these contradicted, and spaces', async () => {
    // A relation that comes back contradicts one that was written after it.
    const of = (kind: Act['kind'], b: number, year: number | null): Act => ({ kind, a: 0, b, type: 'LIVES_IN', year })
    const returning = [of('relate', 1, 2000), of('delete', 1, null), of('relate', 2, 2001), of('restore', 1, null)]
    await fc.assert(
      fc.asyncProperty(anyActs, async (all) => {
        const [first, second]: [User, User] = [userIdentity(), userIdentity()]
        await performAll(graph, first, all)
        const exported = await exportAs(first)
        expect(counts(await importAs(first, exported))).toEqual([0, 0, exported.length, 0])
        expect(byName(await exportAs(first))).toEqual(byName(exported))
        expect(await importAs(second, exported)).toMatchObject({ failed: 0, errors: [] })
        expect(byName(await exportAs(second))).toEqual(byName(exported))
        expect(counts(await importAs(second, exported))).toEqual([0, 0, exported.length, 0])
      }),
      { numRuns: 5, endOnFailure: true, examples: [[returning]] },
    )
  })

  test('comes as GraphML and as Cypher too, with whatever stands in a text', async () => {
    const ada = userIdentity()
    const token = tokenOf(ada)
    const nasty = `"quoted" 'single' <b>&amp; \\ back\nline ]]> }`
    await importAs(ada, [
      memory('a<&"', { content: nasty, tags: ['x', "y'"], properties: { deep: { n: 1 } }, importance: 0.5 }),
      memory('b', { attachments: [{ url: 'https://a.test/x', name: "b's", mediaType: 'text/plain', size: 7 }] }),
      { kind: 'relation', externalId: 'r', from: 'a<&"', to: 'b', type: 'SUPPORTS', weight: 0.25 },
    ])
    const graphml = await call('GET', '/export', token, '', 'format=graphml')
    const unescaped = (text: string | undefined) =>
      text?.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    const data = (key: string) =>
      unescaped(new RegExp(`<node id="a&#60;&#38;&#34;">.*?<data key="${key}">([^<]*)</data>`).exec(graphml.text)?.[1])
    expect(data('node-content')).toBe(nasty)
    expect(data('node-properties')).toBe('{"deep":{"n":1}}')
    expect(data('node-importance')).toBe('0.5')
    expect(graphml.text).toContain('<edge id="r" source="a&#60;&#38;&#34;" target="b">')
    expect(graphml.text.match(/<(node|edge|graph|graphml)[ >]/g)?.length).toBe(
      graphml.text.match(/<\/(node|edge|graph|graphml)>/g)?.length,
    )

    const cypher = await call('GET', '/export', token, '', 'format=cypher')
    expect(cypher.text.trimEnd().split('\n')).toHaveLength(3)
    expect(cypher.text).toContain(String.raw`content: '"quoted" \'single\' <b>&amp; \\ back\nline ]]> }'`)
    expect(cypher.text).toContain(
      String.raw`MATCH (a:Memory {externalId: 'a<&"'}), (b:Memory {externalId: 'b'}) CREATE (a)-[:SUPPORTS {`,
    )
    await run(graph, ada, 'setRelationType', { name: 'LIVES_IN', isSingleValued: true })
    await run(graph, ada, 'createSpace', { name: 'Plans', visibility: 'OPEN' })
    expect(unescaped((await call('GET', '/export', token, '', 'format=graphml')).text)).toContain(
      `<data key="graph-relationType">[{"kind":"relationType","name":"LIVES_IN","isSingleValued":true}]</data>`,
    )
    const withTypes = (await call('GET', '/export', token, '', 'format=cypher')).text
    expect(withTypes).toContain(`CREATE (:RelationType {name: 'LIVES_IN', isSingleValued: true});`)
    expect(withTypes).toMatch(
      /CREATE \(:Space {externalId: 'spc_\w+', name: 'Plans', description: '', visibility: 'OPEN'}\);/,
    )
    const attachments = `[{"url":"https://a.test/x","name":"b's","size":7,"mediaType":"text/plain"}]`
    expect(unescaped(graphml.text)).toContain(`<data key="node-attachments">${attachments}</data>`)
    expect(cypher.text).toContain(`attachments: '${attachments.replace("'", String.raw`\'`)}'`)
    expect((await call('GET', '/export', token, '', 'format=csv')).status).toBe(400)
  })

  test("holds the tenant's own memories alone, and is in the audit log before its first line", async () => {
    const [ada, eve] = [userIdentity(), userIdentity()]
    await importAs(ada, [memory('a')])
    expect(await exportAs(eve)).toEqual([])
    expect((await graph.audited(eve)).map(({ action, type }) => [type, action])).toEqual([
      ['data_access', 'memory.export'],
    ])
  })
})

describe('a transfer is refused', () => {
  test.each([
    ['POST', '/import', 'memory:import'],
    ['GET', '/export', 'memory:export'],
  ] as const)('%s %s without the right to it', async (method, path, scope) => {
    expect((await call(method, path, null)).status).toBe(401)
    const ada = userIdentity()
    const within = (role: string) => userIdentity({ tenantId: ada.tenantId, role })
    for (const role of ['viewer', 'editor', 'collaborator', 'wizard'])
      expect((await call(method, path, tokenOf(within(role)))).status).toBe(403)
    expect((await graph.audited(ada)).every(({ outcome }) => outcome === 'DENIED')).toBe(true)
    expect(await graph.audited(ada)).toHaveLength(4)
    const key = (scopes: string[]) => tokenOf(apiKeyIdentity({ tenantId: ada.tenantId ?? '', scopes }))
    expect((await call(method, path, key(['memory:read']))).status).toBe(403)
    expect((await call(method, path, key([scope]))).status).toBe(200)
  })
})
