import type { ExecutionResult } from 'graphql'
import { describe, expect, test } from 'vitest'
import { apiKeyIdentity, serviceIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { anonymous, executeOn, subscribeOn } from '../testing/execute-on.ts'
import { testGraph } from '../testing/test-graph.ts'

const graph = testGraph({
  people: {
    sdl: `
      type Query { open: String me: Person @authenticated person: Person must: String! @requiresScopes(scopes: [["user:manage"]]) any: Named strict: String @policy(policies: [["four eyes"]]) }
      interface Named { name: String }
      type Person implements Named @key(fields: "id") {
        id: ID! name: String email: String @requiresScopes(scopes: [["user:read", "audit:read"], ["user:manage"]])
      }
      type Subscription { changes: Person @authenticated }`,
    resolvers: {
      Query: {
        open: () => 'open',
        me: () => ({ id: '1', name: 'Ada', email: 'ada@x.test' }),
        person: () => ({ id: '1', name: 'Ada', email: 'ada@x.test' }),
        must: () => 'managed',
        any: () => ({ __typename: 'Person', name: 'Ada' }),
        strict: () => 'seen',
      },
      Subscription: {
        changes: {
          subscribe: () => {
            throw new Error('opened')
          },
        },
      },
    },
  },
  wages: {
    sdl: 'type Person @key(fields: "id") { id: ID! wage: Wage bonus: Int } type Wage @requiresScopes(scopes: [["audit:export"]]) { amount: Int }',
    resolvers: { Person: { __resolveReference: ({ id }: { id: string }) => ({ id, wage: { amount: 7 }, bonus: 1 }) } },
  },
})
const viewer = userIdentity({ role: 'viewer' })
const owner = userIdentity({ role: 'owner' })
const codes = (errors: ExecutionResult['errors']) =>
  errors?.map(({ path, extensions }) => [path?.join('.'), extensions['code']])

describe('a field that the caller may not see', () => {
  test('is null with its reason, and the rest is answered', async () => {
    const { data, errors } = await executeOn(graph, '{ open me { name } }', {}, anonymous())
    expect(data).toEqual({ open: 'open', me: null })
    expect(codes(errors)).toEqual([['me', 'UNAUTHENTICATED']])
  })
  test('is never fetched', async () => {
    graph.calls.length = 0
    const { data, errors } = await executeOn(graph, '{ person { name w: wage { amount } } }', {}, viewer)
    expect(data).toEqual({ person: { name: 'Ada', w: null } })
    expect(codes(errors)).toEqual([['person.w', 'FORBIDDEN']])
    expect(graph.calls.map(({ subgraph }) => subgraph)).toEqual(['people'])
  })
  test('is answered to who has one of the lists of scopes whole', async () => {
    const query = '{ person { email } }'
    expect((await executeOn(graph, query, {}, owner)).data).toEqual({ person: { email: 'ada@x.test' } })
    expect((await executeOn(graph, query, {}, viewer)).data).toEqual({ person: { email: null } })
    const half = apiKeyIdentity({ scopes: ['user:read'] })
    expect((await executeOn(graph, query, {}, half)).data).toEqual({ person: { email: null } })
    const whole = apiKeyIdentity({ scopes: ['user:read', 'audit:read'] })
    expect((await executeOn(graph, query, {}, whole)).data).toEqual({ person: { email: 'ada@x.test' } })
  })
  test('takes with it what may not be null', async () => {
    const { data, errors } = await executeOn(graph, '{ open must }', {}, viewer)
    expect(data).toBeNull()
    expect(codes(errors)).toEqual([['must', 'FORBIDDEN']])
  })
  test('is found in fragments, under conditions and aliases', async () => {
    const query =
      'query ($b: Boolean!) { person { ...F } } fragment F on Person { name mail: email @include(if: $b) bonus }'
    const shown = await executeOn(graph, query, { b: true }, viewer)
    expect([shown.data, codes(shown.errors)]).toEqual([
      { person: { name: 'Ada', mail: null, bonus: 1 } },
      [['person.mail', 'FORBIDDEN']],
    ])
    const hidden = await executeOn(graph, query, { b: false }, viewer)
    expect([hidden.data, hidden.errors]).toEqual([{ person: { name: 'Ada', bonus: 1 } }, undefined])
  })
  test('of a subscription opens nothing', async () => {
    expect(await subscribeOn(graph, 'subscription { changes { id } }')).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    })
  })
  test('by a policy that nobody here evaluates is refused to people, and not to parts of GraphMemory', async () => {
    expect((await executeOn(graph, '{ strict }', {}, owner)).data).toEqual({ strict: null })
    expect((await executeOn(graph, '{ strict }', {}, serviceIdentity('audit'))).data).toEqual({ strict: 'seen' })
  })
  test('does not hide its neighbours on an interface', async () => {
    expect((await executeOn(graph, '{ any { name ... on Person { email } } }', {}, viewer)).data).toEqual({
      any: { name: 'Ada', email: null },
    })
  })
})
