import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { User } from '@graphmemory/identity/identity.ts'
import { apiKeyIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph, type TestGraph } from './testing/start-graph.ts'

let graph: TestGraph
const ada = userIdentity({ role: 'admin' })
const eve = userIdentity()
let first = ''
beforeAll(async () => {
  graph = await startGraph()
  first = await graph.remember(ada, 'Ferry', { importance: 0.9 })
  const second = await graph.remember(ada, 'Tram', { importance: 0.1 })
  await graph.relate(ada, first, second, 'SUPPORTS', { weight: 0.5 })
})
afterAll(() => graph[Symbol.asyncDispose]())

const asking = `query ($s: String!, $p: JSON, $n: Int!) {
  queryGraph(statement: $s, parameters: $p, first: $n) { columns rows isCut stale } }`
type Answer = { queryGraph: { columns: string[]; rows: unknown[][]; isCut: boolean; stale: boolean } }
const query = async (viewer: User, s: string, p: object = {}, n = 100) =>
  (await graph.must<Answer>(viewer, asking, { s, p, n })).queryGraph
const refusal = (s: string, p: object = {}) => graph.refusal(ada, asking, { s, p, n: 100 })

describe('a statement in openCypher', () => {
  test('reads what the graph holds, with parameters in it', async () => {
    const statement = `MATCH (a:Memory)-[r:Relation]->(b:Memory) WHERE a.importance > $least AND r.type IN $types
      RETURN a.title AS source, r.weight AS weight, b.title AS target ORDER BY source`
    expect(await query(ada, statement, { least: 0.5, types: ['SUPPORTS'] })).toEqual({
      columns: ['source', 'weight', 'target'],
      rows: [['Ferry', 0.5, 'Tram']],
      isCut: false,
      stale: false,
    })
  })

  test('gives whole memories without what the graph keeps for itself', async () => {
    const { rows } = await query(ada, 'MATCH (a:Memory {id: $id}) RETURN a', { id: first })
    expect(rows).toMatchObject([[{ id: first, title: 'Ferry', _label: 'Memory' }]])
    expect(JSON.stringify(rows)).not.toMatch(/indexText|_id"/)
  })

  test('takes lists of one kind as they are', async () => {
    for (const list of [
      [1, 2],
      [0.5, 2.5],
      ['a', 'b'],
      [true, false],
    ])
      expect((await query(ada, 'UNWIND $list AS n RETURN n', { list })).rows).toEqual(list.map((value) => [value]))
  })

  test('counts, groups and walks', async () => {
    expect((await query(ada, 'MATCH (a:Memory) RETURN count(*) AS n, max(a.importance)')).rows).toEqual([[2, 0.9]])
    expect((await query(ada, 'MATCH (a:Memory {id: $id})-[*1..2]->(b) RETURN b.title', { id: first })).rows).toEqual([
      ['Tram'],
    ])
  })

  test('is cut where there are more rows than asked for', async () => {
    expect(await query(ada, 'MATCH (a:Memory) RETURN a.title ORDER BY a.title', {}, 1)).toMatchObject({
      rows: [['Ferry']],
      isCut: true,
    })
  })

  test('leaves a record in the audit log, which holds the statement and no parameter', async () => {
    await query(ada, 'MATCH (a:Memory {title: $title}) RETURN a.id', { title: 'a secret of mine' })
    const record = (await graph.audited(ada)).at(-1)
    expect(record).toMatchObject({ type: 'data_access', action: 'memory.query', outcome: 'ALLOWED' })
    expect(JSON.stringify(record)).toContain('$title')
    expect(JSON.stringify(record)).not.toContain('a secret of mine')
  })

  test("sees its own tenant's graph alone", async () => {
    expect((await query(eve, 'MATCH (a) RETURN count(*)')).rows).not.toEqual([[2]])
    expect((await query(eve, 'MATCH (a:Memory) RETURN a.title')).rows).toEqual([])
  })

  test('needs the right to export', async () => {
    const asked = { s: 'MATCH (a:Memory) RETURN a.title', p: {}, n: 100 }
    for (const role of ['viewer', 'editor', 'collaborator'])
      expect(await graph.refusal(userIdentity({ tenantId: ada.tenantId, role }), asking, asked)).toBe('FORBIDDEN')
    const key = (scopes: string[]) => apiKeyIdentity({ tenantId: ada.tenantId ?? '', scopes })
    expect(await graph.refusal(key(['memory:read']), asking, asked)).toBe('FORBIDDEN')
    expect((await graph.ask(key(['memory:export']), asking, asked)).errors).toBeUndefined()
  })
})

describe('a statement that does more than read is refused before the engine sees it', () => {
  test.each([
    'CREATE (:Memory {id: "x"})',
    'MATCH (a:Memory) SET a.title = "x" RETURN a',
    'MATCH (a:Memory) DETACH DELETE a',
    'MATCH (a:Memory) /* harmless */ dElEtE a',
    'MATCH (a:Memory) RETURN a; DROP TABLE Memory',
    'MERGE (a:Memory {id: "x"}) RETURN a',
    'COPY (MATCH (a) RETURN a) TO "/tmp/x.csv"',
    'COPY Memory FROM "/etc/passwd"',
    'LOAD FROM "/etc/passwd" RETURN *',
    'MATCH (a) WITH a LOAD FROM "/etc/passwd" RETURN *',
    'EXPORT DATABASE "/tmp/x"',
    'IMPORT DATABASE "/tmp/x"',
    'ATTACH "/tmp/x" AS x (dbtype duckdb)',
    'INSTALL httpfs',
    'CALL show_tables() RETURN *',
    'MATCH (a) CALL page_rank("g") RETURN *',
    'BEGIN TRANSACTION',
    'CHECKPOINT',
    'PROFILE MATCH (a) RETURN a',
    'EXPLAIN MATCH (a) RETURN a',
    'ALTER TABLE Memory DROP title',
    'UNWIND range(1, 100000000) AS i RETURN i',
    'RETURN {a: range(1, 100000000)}',
    'RETURN `range`(1, 100000000)',
    'MATCH (a) RETURN a.range(1, 2)',
    'MATCH (a:Memory) RETURN collect(a.content)',
    'WITH "aaaaaaaa" AS x WITH x + x AS x RETURN x',
    'RETURN repeat("a", 1000000000)',
    'MATCH (a) RETURN a // comment\n; CREATE (b)',
    'RETURN "it\\"s" ; CREATE (b)',
    'RETURN \u0000',
    "RETURN 'open",
    '',
  ])('%j', async (statement) => {
    expect(await refusal(statement)).toBe('BAD_USER_INPUT')
    expect((await query(ada, 'MATCH (a:Memory) RETURN a.title ORDER BY a.title')).rows).toEqual([['Ferry'], ['Tram']])
  })

  test('words of other statements may stand in texts, names and properties', async () => {
    expect(
      (await query(ada, `RETURN 'DROP; it''s "CREATE"' AS \`delete\``.replace("''", String.raw`\'`))).columns,
    ).toEqual(['delete'])
  })
})

describe('a statement is bounded', () => {
  test('in time, after which the graph answers others', async () => {
    const bob = userIdentity()
    const names = Array.from({ length: 7 }, (_, n) => `M${n}`)
    const ids: string[] = []
    for (const name of names) ids.push(await graph.remember(bob, name))
    for (const from of ids) for (const to of ids) if (from !== to) await graph.relate(bob, from, to)
    const s = 'MATCH (a:Memory)-[*1..25]->(b:Memory) RETURN count(*)'
    expect(await graph.refusal(bob, asking, { s, p: {}, n: 100 })).toBe('UNAVAILABLE')
    expect((await query(bob, 'MATCH (a:Memory) RETURN count(*)')).rows).toEqual([[7]])
  })

  test.each([
    ['one that is none', 'MATCH (a:Memory) RETURN a.nope', {}],
    ['a parameter that is missing', 'MATCH (a {id: $id}) RETURN a', {}],
    ['a parameter that it does not have', 'MATCH (a) RETURN a', { id: 'x' }],
    ['a parameter that is an object', 'MATCH (a {id: $id}) RETURN a', { id: { a: 1 } }],
    ['a parameter that is nothing', 'MATCH (a {id: $id}) RETURN a', { id: null }],
    ['a list of whole and other numbers', 'UNWIND $list AS n RETURN n', { list: [1, 2.5] }],
    ['parameters that are too large', 'MATCH (a {id: $id}) RETURN a', { id: 'x'.repeat(20_000) }],
  ])('%s is refused with what is wrong', async (_, statement, parameters) => {
    expect(await refusal(statement, parameters)).toBe('BAD_USER_INPUT')
  })
})
