import {
  getNamedType,
  isCompositeType,
  isEnumType,
  isObjectType,
  Kind,
  parse,
  type ConstDirectiveNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql'
import type { FetchNode } from '@apollo/query-planner'

/** How long what a fetch answers may be kept, and whether for its caller alone. */
export type CachePolicy = { readonly maxAgeMs: number; readonly isPersonal: boolean }

type Hint = { readonly maxAge: number | undefined; readonly isPersonal: boolean }

/** Nothing is kept longer, whatever a field says. */
const mostSeconds = 3_600

/**
 * What `@cacheControl` in the supergraph says of a fetch of entities: the least of all its fields. A field without a hint is
 * not kept, but for the names of types, what names the entity anyway, and the leaves of an object with one.
 */
export function cachePolicyOf(schema: GraphQLSchema, fetch: FetchNode): CachePolicy | undefined {
  const keys = new Set<string>()
  for (const selection of fetch.requires ?? []) {
    if (selection.kind !== 'InlineFragment') continue
    for (const field of selection.selections) if (field.kind === 'Field' && !field.selections) keys.add(field.name)
  }
  const document = parse(fetch.operation, { noLocation: true })
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  const entities = operation?.selectionSet.selections[0]
  if (entities?.kind !== Kind.FIELD || entities.selectionSet === undefined) return undefined
  const hints: Hint[] = []

  const read = (
    type: GraphQLNamedType | undefined,
    { selections }: SelectionSetNode,
    around: Hint | undefined,
  ): void => {
    for (const selection of selections) {
      if (selection.kind !== Kind.FIELD) {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
        const condition = fragment?.typeCondition?.name.value
        if (fragment !== undefined)
          read(condition === undefined ? type : schema.getType(condition), fragment.selectionSet, around)
        continue
      }
      const name = selection.name.value
      if (name === '__typename' || (around === undefined && keys.has(name))) continue
      const field = isObjectType(type) ? type.getFields()[name] : undefined
      const inner = field && getNamedType(field.type)
      const own = field && hintOf(field)
      const hint = own ?? (isCompositeType(inner) ? undefined : around)
      hints.push(hint ?? { maxAge: 0, isPersonal: false })
      if (selection.selectionSet) read(inner, selection.selectionSet, hint)
    }
  }
  read(undefined, entities.selectionSet, undefined)

  const seconds = Math.min(mostSeconds, ...hints.map(({ maxAge = 0 }) => maxAge))
  if (hints.length === 0 || seconds <= 0) return undefined
  return { maxAgeMs: seconds * 1_000, isPersonal: hints.some(({ isPersonal }) => isPersonal) }
}

/** The subgraphs of which something may be kept. */
export function keptSubgraphs(schema: GraphQLSchema): ReadonlySet<string> {
  const names = new Map<string, string>()
  const graphs = schema.getType('join__Graph')
  for (const { name, astNode } of isEnumType(graphs) ? graphs.getValues() : []) {
    const given = astNode?.directives?.find((one) => one.name.value === 'join__graph')
    const value = given && argument(given, 'name')
    if (value?.kind === Kind.STRING) names.set(name, value.value)
  }
  const found = new Set<string>()
  for (const type of Object.values(schema.getTypeMap())) {
    for (const field of isObjectType(type) ? Object.values(type.getFields()) : []) {
      if (hintOf(field) === undefined) continue
      const own = graphsIn(field.astNode?.directives, 'join__field')
      for (const graph of own.length > 0 ? own : graphsIn(type.astNode?.directives, 'join__type'))
        found.add(names.get(graph) ?? graph)
    }
  }
  return found
}

const graphsIn = (directives: readonly ConstDirectiveNode[] | undefined, name: string) =>
  (directives ?? []).flatMap((directive) => {
    const graph = directive.name.value === name ? argument(directive, 'graph') : undefined
    return graph?.kind === Kind.ENUM ? graph.value : []
  })

function hintOf({ astNode }: GraphQLField<unknown, unknown>): Hint | undefined {
  const hint = astNode?.directives?.find(({ name }) => name.value === 'cacheControl')
  if (hint === undefined) return undefined
  const maxAge = argument(hint, 'maxAge')
  return {
    maxAge: maxAge?.kind === Kind.INT ? Number(maxAge.value) : undefined,
    isPersonal: (argument(hint, 'scope') as { readonly value?: unknown } | undefined)?.value === 'PRIVATE',
  }
}

const argument = (directive: ConstDirectiveNode, name: string) =>
  directive.arguments?.find((one) => one.name.value === name)?.value
