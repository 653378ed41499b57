import { createHash } from 'node:crypto'
import fc from 'fast-check'
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql'
import { expect, test } from 'vitest'
import { createGraphState } from '../planning/graph-state.ts'
import { collectParts, together } from '../testing/collect-parts.ts'
import { testGraph } from '../testing/test-graph.ts'
import { ourExecutor, referenceExecutor } from './executors.ts'
import { shopSubgraphs } from './shop-subgraphs.ts'
import { roots } from './shop-world.ts'

const graph = testGraph(shopSubgraphs)
const state = createGraphState(graph.supergraphSdl)
const ours = ourExecutor(graph)
const reference = referenceExecutor(graph, roots)

test('any operation is answered as by one server that holds everything', async () => {
  let deferred = 0
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat(9_999)), async (stream) => {
      const next = () => stream.next().value ?? 0
      const query = `query ($yes: Boolean! = true, $no: Boolean! = false) ${selection(reference.schema, queryType(reference.schema), 4, next)}`
      const expected = await reference(query).catch(() => undefined)
      fc.pre(expected !== undefined)
      expect(await ours(query), query).toEqual(expected)
      const parts = await collectParts(graph, state, later(query, next))
      if (parts === undefined) return
      deferred++
      expect(together(parts), query).toEqual(expected?.data)
    }),
    {
      numRuns: Number(process.env['FUZZ_RUNS'] ?? 100),
      ...(process.env['FUZZ_SEED'] !== undefined && { seed: Number(process.env['FUZZ_SEED']) }),
    },
  )
  expect(deferred).toBeGreaterThan(0)
}, 300_000)

type Next = () => number
const below = (next: Next, n: number) => next() % n
const chance = (next: Next, percent: number) => below(next, 100) < percent

function queryType(schema: GraphQLSchema) {
  const type = schema.getQueryType()
  if (type == null) throw new Error('no query type')
  return type
}

/** The same operation with `@defer` on some of its fragments without a type, and around some selection sets. */
function later(query: string, next: Next): string {
  let isFirst = true
  return query.replaceAll(/\.\.\. (?=on |@|\{)(on \w+ )?|\{ (?!\.\.\.)/g, (text) => {
    if (isFirst || !text.startsWith('...') || chance(next, 60)) {
      isFirst = false
      return text
    }
    return `${text}@defer `
  })
}

/** A random selection set of a type, valid but for merges that conflict: those cases are left out. */
function selection(schema: GraphQLSchema, type: GraphQLCompositeType, depth: number, next: Next): string {
  const parts: string[] = []
  const fields = 'getFields' in type ? Object.values(type.getFields()) : []
  for (let i = 1 + below(next, 3); i > 0; i--) {
    const field = fields[below(next, fields.length || 1)]
    const part = field === undefined ? '__typename' : fieldText(schema, field, depth, next)
    if (part !== undefined) parts.push(part)
  }
  if (depth > 0 && isAbstractType(type)) {
    for (const possible of schema.getPossibleTypes(type)) {
      if (chance(next, 60))
        parts.push(`... on ${possible.name} ${condition(next)}${selection(schema, possible, depth - 1, next)}`)
    }
  }
  if (depth > 0 && isObjectType(type) && chance(next, 15))
    parts.push(`... ${condition(next)}${selection(schema, type, depth - 1, next)}`)
  if (parts.length === 0 || chance(next, 10)) parts.push('__typename')
  return `{ ${parts.join(' ')} }`
}

function fieldText(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  depth: number,
  next: Next,
): string | undefined {
  const type = getNamedType(field.type)
  if (isCompositeType(type) && depth === 0) return undefined
  const args = field.args.flatMap((arg) => argumentText(arg, next))
  const list = args.length === 0 ? '' : `(${args.join(', ')})`
  // An alias that depends on the arguments keeps two uses of a field from conflicting.
  const alias = list === '' ? (chance(next, 10) ? `${field.name}_again: ` : '') : `${field.name}_${hash(list)}: `
  const sub = isCompositeType(type) ? ` ${selection(schema, type, depth - 1, next)}` : ''
  return `${alias}${field.name}${list} ${condition(next)}${sub}`
}

const condition = (next: Next) =>
  chance(next, 85)
    ? ''
    : `${['@include(if: $yes)', '@skip(if: $no)', '@include(if: $no)', '@skip(if: true)'][below(next, 4)] ?? ''} `

const values: Readonly<Record<string, readonly string[]>> = {
  Int: ['0', '1', '2', '3'],
  Float: ['30', '50.5'],
  ID: ['"u1"', '"u2"', '"m1"', '"nobody"'],
  String: ['"p1"', '"p2"', '"ada@shop.test"', '"Tab"'],
  Style: ['LOUD', 'PLAIN'],
  Currency: ['EUR', 'USD'],
  Speed: ['SLOW', 'FAST'],
  ProductFilter: ['{}', '{ maxPrice: 50 }', '{ tag: "wood" }'],
}

function argumentText(arg: GraphQLArgument, next: Next): string[] {
  const isRequired = isNonNullType(arg.type) && arg.defaultValue === undefined
  if (!isRequired && chance(next, 50)) return []
  const choices = values[getNamedType(arg.type).name] ?? []
  const value = choices[below(next, choices.length)]
  if (value === undefined) return []
  const type = isNonNullType(arg.type) ? arg.type.ofType : arg.type
  return [`${arg.name}: ${isListType(type) && chance(next, 70) ? `[${value}]` : value}`]
}

const hash = (text: string) => createHash('sha1').update(text).digest('hex').slice(0, 8)
