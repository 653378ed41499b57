import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { User } from '@graphmemory/identity/identity.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph, type TestGraph } from './testing/start-graph.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph[Symbol.asyncDispose]())

type Fact = {
  readonly id: string
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly version: number
  readonly to: { readonly title: string }
  readonly contradicts: readonly { readonly id: string }[]
  readonly contradictedBy: readonly { readonly id: string }[]
}
const fields = 'id validFrom validTo version to { title } contradicts { id } contradictedBy { id }'
const setType = `mutation ($input: SetRelationTypeInput!) { setRelationType(input: $input) {
  relationType { name isBuiltIn isSingleValued updatedBy { id } } } }`
const listed = `query ($id: ID!, $validAt: DateTime, $anyTime: Boolean = false) { memory(id: $id) {
  relations(validAt: $validAt, anyTime: $anyTime, direction: OUT) { nodes { ${fields} } }
  relationCounts(validAt: $validAt, anyTime: $anyTime) { out }
  neighbours(validAt: $validAt, anyTime: $anyTime) { nodes { title } }
} }`
type Listed = {
  readonly memory: {
    readonly relations: { readonly nodes: readonly Fact[] }
    readonly relationCounts: { readonly out: number }
    readonly neighbours: { readonly nodes: readonly { readonly title: string }[] }
  }
}
type When = { readonly validAt?: string; readonly anyTime?: boolean }

/** Somebody whose tenant knows where people live, each in one place at a time. */
async function tenantOfFacts() {
  const ada = userIdentity()
  await graph.must(ada, setType, { input: { name: 'LIVES_IN', isSingleValued: true } })
  const bob = await graph.remember(ada, 'Bob')
  const places = new Map<string, string>()
  for (const name of ['Oslo', 'Rome', 'Lima']) places.set(name, await graph.remember(ada, name))
  return {
    ada,
    bob,
    place: (name: string) => places.get(name) ?? '',
    lives: (name: string, more = {}) => graph.relate(ada, bob, places.get(name) ?? '', 'LIVES_IN', more),
    read: async (when: When = {}) => (await graph.must<Listed>(ada, listed, { id: bob, ...when })).memory,
  }
}
const titles = ({ relations }: Listed['memory']) => relations.nodes.map(({ to }) => to.title)
const read = (ada: User, id: string) =>
  graph
    .must<{ relation: Fact }>(ada, `query ($id: ID!) { relation(id: $id) { ${fields} } }`, { id })
    .then(({ relation }) => relation)

describe('a type of relations', () => {
  test('is single-valued when the tenant says so, and its own when its name is new', async () => {
    const [ada, eve] = [userIdentity(), userIdentity()]
    const set = (input: object) => graph.must(ada, setType, { input })
    expect(await set({ name: 'LIVES_IN', isSingleValued: true })).toEqual({
      setRelationType: {
        relationType: { name: 'LIVES_IN', isBuiltIn: false, isSingleValued: true, updatedBy: { id: ada.userId } },
      },
    })
    await set({ name: 'PART_OF', isSingleValued: true })
    await set({ name: 'LIVES_IN', isSingleValued: false })
    const query = '{ relationTypes { name isBuiltIn isSingleValued } }'
    const own = await graph.must<{ relationTypes: { name: string }[] }>(ada, query)
    expect(own.relationTypes.at(-1)).toEqual({ name: 'LIVES_IN', isBuiltIn: false, isSingleValued: false })
    expect(own.relationTypes).toContainEqual({ name: 'PART_OF', isBuiltIn: true, isSingleValued: true })
    const others = await graph.must<{ relationTypes: { name: string; isSingleValued: boolean }[] }>(eve, query)
    expect(others.relationTypes).toHaveLength(8)
    expect(others.relationTypes.some(({ isSingleValued }) => isSingleValued)).toBe(false)
    expect((await graph.audited(ada)).at(-1)).toMatchObject({
      type: 'data_modification',
      action: 'relation_type.set',
      resource: { type: 'relation_type', id: 'LIVES_IN' },
      details: { isSingleValued: false },
    })
  })

  test('is set by whoever may manage memories, and by nobody else', async () => {
    const ada = userIdentity()
    const within = (role: string) => userIdentity({ tenantId: ada.tenantId, role })
    const input = { name: 'KNOWS', isSingleValued: false }
    for (const role of ['viewer', 'editor', 'collaborator'])
      expect(await graph.refusal(within(role), setType, { input })).toBe('FORBIDDEN')
    for (const role of ['admin', 'owner']) await graph.must(within(role), setType, { input })
  })

  test.each(['lives in', 'LIVES-IN', '1ST', '', `A${'B'.repeat(50)}`])('is not called %j', async (name) => {
    const { errors } = await graph.ask(userIdentity(), setType, { input: { name, isSingleValued: true } })
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'name' })
  })
})

describe('a fact of a single-valued type', () => {
  test('ends what it contradicts where it begins, and both stay readable', async () => {
    const { ada, lives, read: around } = await tenantOfFacts()
    const oslo = await lives('Oslo', { validFrom: '2015-01-01T00:00:00.000Z' })
    const rome = await lives('Rome', { validFrom: '2020-01-01T00:00:00.000Z' })
    expect(await read(ada, oslo)).toMatchObject({
      validFrom: '2015-01-01T00:00:00.000Z',
      validTo: '2020-01-01T00:00:00.000Z',
      version: 2,
      contradictedBy: [{ id: rome }],
    })
    expect(await read(ada, rome)).toMatchObject({ validTo: null, version: 1, contradicts: [{ id: oslo }] })
    const now = await around()
    expect([titles(now), now.relationCounts.out, now.neighbours.nodes]).toEqual([['Rome'], 1, [{ title: 'Rome' }]])
    const then = await around({ validAt: '2019-06-01T00:00:00.000Z' })
    expect([titles(then), then.relationCounts.out, then.neighbours.nodes]).toEqual([['Oslo'], 1, [{ title: 'Oslo' }]])
    const ever = await around({ anyTime: true })
    expect([titles(ever), ever.relationCounts.out, ever.neighbours.nodes.length]).toEqual([['Rome', 'Oslo'], 2, 2])
  })

  test('begins now where it does not say when, and another has begun', async () => {
    const { ada, lives, read: around } = await tenantOfFacts()
    const oslo = await read(ada, await lives('Oslo'))
    expect(oslo).toMatchObject({ validFrom: null, validTo: null })
    const rome = await read(ada, await lives('Rome'))
    expect(rome.validFrom).not.toBeNull()
    expect(await read(ada, oslo.id)).toMatchObject({ validFrom: null, validTo: rome.validFrom })
    expect(titles(await around())).toEqual(['Rome'])
    expect(titles(await around({ validAt: '2000-01-01T00:00:00.000Z' }))).toEqual(['Oslo'])
  })

  test('that is older than what is known ends where that begins', async () => {
    const { ada, lives } = await tenantOfFacts()
    const rome = await lives('Rome', { validFrom: '2020-01-01T00:00:00.000Z' })
    const oslo = await lives('Oslo', { validFrom: '2015-01-01T00:00:00.000Z' })
    expect(await read(ada, oslo)).toMatchObject({ validTo: '2020-01-01T00:00:00.000Z', contradicts: [{ id: rome }] })
    expect(await read(ada, rome)).toMatchObject({ version: 1, validTo: null })
  })

  test('that begins with another takes its place, and leaves it what comes after', async () => {
    const { ada, lives } = await tenantOfFacts()
    const validFrom = '2015-01-01T00:00:00.000Z'
    const oslo = await lives('Oslo', { validFrom })
    await lives('Rome', { validFrom, validTo: '2016-01-01T00:00:00.000Z' })
    expect(await read(ada, oslo)).toMatchObject({ validFrom: '2016-01-01T00:00:00.000Z', validTo: null })
    await lives('Lima', { validFrom: '2016-01-01T00:00:00.000Z' })
    const never = await read(ada, oslo)
    expect(never.validFrom).toBe(never.validTo)
  })

  test('meets neither other subjects nor other types, nor one to the same object', async () => {
    const { ada, bob, lives, place, read: around } = await tenantOfFacts()
    await lives('Oslo')
    await lives('Oslo')
    await graph.relate(ada, await graph.remember(ada, 'Eve'), place('Rome'), 'LIVES_IN')
    await graph.relate(ada, bob, place('Rome'), 'RELATED_TO')
    expect(titles(await around()).toSorted()).toEqual(['Oslo', 'Oslo', 'Rome'])
  })

  test('contradicts when its validity is changed, and when it comes back with its memory', async () => {
    const { ada, lives, place } = await tenantOfFacts()
    const oslo = await lives('Oslo', { validFrom: '2015-01-01T00:00:00Z', validTo: '2016-01-01T00:00:00Z' })
    const rome = await lives('Rome', { validFrom: '2018-01-01T00:00:00Z' })
    const update = 'mutation ($input: UpdateRelationInput!) { updateRelation(input: $input) { relation { validTo } } }'
    expect(await graph.must(ada, update, { input: { id: oslo, validTo: null } })).toEqual({
      updateRelation: { relation: { validTo: '2018-01-01T00:00:00.000Z' } },
    })
    const remove = 'mutation ($input: DeleteMemoryInput!) { deleteMemory(input: $input) { memory { id } } }'
    await graph.must(ada, remove, { input: { id: place('Rome') } })
    const lima = await lives('Lima', { validFrom: '2019-01-01T00:00:00Z' })
    const restore = 'mutation ($input: RestoreMemoryInput!) { restoreMemory(input: $input) { memory { id } } }'
    await graph.must(ada, restore, { input: { id: place('Rome') } })
    expect(await read(ada, rome)).toMatchObject({
      validTo: '2019-01-01T00:00:00.000Z',
      contradicts: [{ id: lima }],
      contradictedBy: [{ id: oslo }],
    })
  })

  test('is no step of a path, and leads no search, once it has ended', async () => {
    const { ada, bob, lives, place } = await tenantOfFacts()
    await lives('Oslo', { validFrom: '2015-01-01T00:00:00.000Z' })
    const path = `query ($fromId: ID!, $toId: ID!, $validAt: DateTime) { path(fromId: $fromId, toId: $toId, validAt: $validAt) {
      memories { title } } }`
    const search = '{ searchMemories(query: "Bob") { nodes { title } } }'
    const way = (validAt?: string) => graph.must(ada, path, { fromId: bob, toId: place('Oslo'), validAt })
    const found = async () =>
      (await graph.must<{ searchMemories: { nodes: { title: string }[] } }>(ada, search)).searchMemories.nodes.map(
        ({ title }) => title,
      )
    expect(await way()).toEqual({ path: { memories: [{ title: 'Bob' }, { title: 'Oslo' }] } })
    expect(await found()).toContain('Oslo')
    await lives('Rome', { validFrom: '2020-01-01T00:00:00.000Z' })
    expect(await way()).toEqual({ path: null })
    expect(await way('2016-01-01T00:00:00.000Z')).toEqual({
      path: { memories: [{ title: 'Bob' }, { title: 'Oslo' }] },
    })
    expect(await found()).not.toContain('Oslo')
    expect(await found()).toContain('Rome')
  })

  test('is asked for at one instant or at any time, not both', async () => {
    const { ada, bob } = await tenantOfFacts()
    const { errors } = await graph.ask(ada, listed, { id: bob, validAt: '2020-01-01T00:00:00Z', anyTime: true })
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'anyTime' })
  })

  test('is settled in an import as well, which changes nothing when it is repeated', async () => {
    const { ada, bob, place, read: around } = await tenantOfFacts()
    const fact = (name: string, more = {}) => ({
      kind: 'relation',
      from: bob,
      to: place(name),
      type: 'LIVES_IN',
      ...more,
    })
    const lines = [
      fact('Oslo', { validFrom: '2015-01-01T00:00:00Z' }),
      fact('Rome', { validFrom: '2018-01-01T00:00:00Z' }),
      fact('Lima'),
      { kind: 'relation', from: bob, to: place('Lima'), type: 'WORKS_IN' },
    ]
    const query = `mutation ($input: ImportMemoriesInput!) { importMemories(input: $input) {
      created updated unchanged errors { line field } } }`
    const run = () => graph.must(ada, query, { input: { lines: lines.map((line) => JSON.stringify(line)).join('\n') } })
    const errors = [{ line: 4, field: 'type' }]
    expect(await run()).toEqual({ importMemories: { created: 3, updated: 0, unchanged: 0, errors } })
    const ever = await around({ anyTime: true })
    const [lima, oslo, rome] = ever.relations.nodes.toSorted((a, b) => (a.to.title < b.to.title ? -1 : 1))
    expect(lima).toMatchObject({ validFrom: rome?.validTo, validTo: null, contradicts: [{ id: rome?.id }] })
    expect(rome).toMatchObject({ validFrom: oslo?.validTo, contradicts: [{ id: oslo?.id }] })
    expect(await run()).toEqual({ importMemories: { created: 0, updated: 0, unchanged: 3, errors } })
  })

  test(
    'never holds at the same time as another of its memory, in whatever order they come',
    { timeout: 240_000 },
    async () => {
      const year = fc.option(fc.integer({ min: 2000, max: 2008 }))
      const said = fc.record({ place: fc.constantFrom('Oslo', 'Rome', 'Lima'), from: year, to: year })
      const instant = (value: number | null) => (value === null ? null : `${value}-01-01T00:00:00.000Z`)
      await fc.assert(
        fc.asyncProperty(fc.array(said, { minLength: 2, maxLength: 8 }), async (all) => {
          const { lives, read: around } = await tenantOfFacts()
          for (const { place, from, to } of all) {
            const [validFrom, validTo] = from !== null && to !== null && from > to ? [to, from] : [from, to]
            await lives(place, { validFrom: instant(validFrom), validTo: instant(validTo) })
          }
          const facts = (await around({ anyTime: true })).relations.nodes
          expect(facts).toHaveLength(all.length)
          const begins = ({ validFrom }: Fact) => validFrom ?? ''
          const ends = ({ validTo }: Fact) => validTo ?? '~'
          const meet = (a: Fact, b: Fact) =>
            [begins(a), begins(b)].every((beginning) => beginning < ends(a) && beginning < ends(b))
          expect(facts.filter((fact) => begins(fact) > ends(fact))).toEqual([])
          const clashes = facts.flatMap((a) => facts.filter((b) => a.to.title !== b.to.title && meet(a, b)))
          expect(clashes).toEqual([])
        }),
        { numRuns: 20, endOnFailure: true },
      )
    },
  )
})
