import { buildSchema, parse, getOperationAST, Kind } from 'graphql'
import { expect, test } from 'vitest'
import { compileCost } from './operation-cost.ts'

const schema = buildSchema(`
  type Query { memory: Memory memories(first: Int = 20): MemoryConnection! things: [Thing!] top(limit: Int!): [Memory!]! }
  type MemoryConnection { nodes: [Memory!]! edges: [MemoryEdge!]! pageInfo: PageInfo! }
  type MemoryEdge { node: Memory! }
  type PageInfo { hasNextPage: Boolean! }
  type Memory { title: String related(first: Int = 20): MemoryConnection! tags: [String!] }
  type Small { id: ID! } type Large { id: ID! memories(first: Int = 5): MemoryConnection! }
  union Thing = Small | Large
`)
function costOf(query: string, variables = {}): number {
  const document = parse(query)
  const operation = getOperationAST(document)
  const root = schema.getQueryType()
  if (operation == null || root == null) throw new Error('no operation')
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  )
  const setting = { schema, fragments, plannedName: () => '' }
  return compileCost(setting, root, operation.selectionSet)(variables)
}

test('an object costs one, its leaves nothing', () => expect(costOf('{ memory { title tags } }')).toBe(1))
test('a page costs itself and as many objects as it may hold', () =>
  expect(costOf('{ memories(first: 50) { nodes { title } } }')).toBe(51))
test('a page without a size costs its default', () => expect(costOf('{ memories { nodes { title } } }')).toBe(21))
test('a size may come from a variable', () =>
  expect(costOf('query ($n: Int) { memories(first: $n) { nodes { title } } }', { n: 7 })).toBe(8))
test('edges and their nodes are objects too', () =>
  expect(costOf('{ memories(first: 3) { edges { node { title } } pageInfo { hasNextPage } } }')).toBe(1 + 3 * 2 + 1))
test('pages within pages multiply', () =>
  expect(
    costOf(
      '{ memories(first: 100) { nodes { related(first: 100) { nodes { related(first: 100) { nodes { title } } } } } } }',
    ),
  ).toBe(1 + 100 * (1 + 1 + 100 * (1 + 1 + 100))))
test('fields in fragments count', () =>
  expect(costOf('{ memories(first: 5) { ...P } } fragment P on MemoryConnection { nodes { title } }')).toBe(6))
test('a list that nothing bounds is taken to have ten, and what may be of several types to be the dearest', () =>
  expect(costOf('{ things { ... on Small { id } ... on Large { memories { nodes { title } } } } }')).toBe(
    10 * (1 + 1 + 5),
  ))
test('a plain list is bounded by its own argument', () => expect(costOf('{ top(limit: 4) { title } }')).toBe(4))
