import type { GraphQLSchema } from 'graphql'
import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import { isData, mergeData, type Data } from './data.ts'
import { typeTest } from './type-test.ts'

type Read = (source: Data, into: Data) => boolean

/** Compiles how an entity is named to a subgraph: its `__typename`, a key, and what `@requires` asks for. */
export function compileRepresentation(
  schema: GraphQLSchema,
  requires: readonly QueryPlanSelectionNode[],
): (entity: Data) => Data | undefined {
  const read = compileSelections(schema, requires)
  return (entity) => {
    const representation: Data = {}
    return read(entity, representation) && representation['__typename'] ? representation : undefined
  }
}

/**
 * Compiles a short name for the representation of an entity, where it is made of plain values of one type: equal names,
 * equal representations. `undefined` where it is made of more, or an entity has no such values.
 */
export function compileShortName(
  schema: GraphQLSchema,
  requires: readonly QueryPlanSelectionNode[],
): ((entity: Data) => string | undefined) | undefined {
  const [selection, ...others] = requires
  if (selection?.kind !== 'InlineFragment' || selection.typeCondition === undefined || others.length > 0)
    return undefined
  const names: string[] = []
  for (const field of selection.selections) {
    if (field.kind !== 'Field' || field.selections !== undefined) return undefined
    if (field.name !== '__typename') names.push(field.alias ?? field.name)
  }
  const matches = typeTest(schema, selection.typeCondition)
  return (entity) => {
    const typename = entity['__typename']
    if (typeof typename !== 'string' || !matches(typename)) return undefined
    let shortName = typename
    for (const name of names) {
      const value = entity[name]
      if (typeof value === 'string') shortName += `\n${value.length} ${value}`
      else if (typeof value === 'number') shortName += `\n#${value}`
      else return undefined
    }
    return shortName
  }
}

/** Answers false where something that is asked for was never fetched: there is nothing to ask the subgraph then. */
function compileSelections(schema: GraphQLSchema, selections: readonly QueryPlanSelectionNode[]): Read {
  const reads = selections.map((selection) => compileSelection(schema, selection))
  return (source, into) => {
    for (const read of reads) if (!read(source, into)) return false
    return true
  }
}

function compileSelection(schema: GraphQLSchema, selection: QueryPlanSelectionNode): Read {
  if (selection.kind === 'InlineFragment') {
    const { typeCondition } = selection
    const read = compileSelections(schema, selection.selections)
    if (typeCondition === undefined) return read
    const matches = typeTest(schema, typeCondition)
    return (source, into) => {
      const typename = source['__typename']
      if (typeof typename !== 'string' || !matches(typename)) return true
      const part: Data = {}
      if (read(source, part)) mergeData(into, part)
      return true
    }
  }
  const name = selection.alias ?? selection.name
  if (selection.selections === undefined) {
    return (source, into) => {
      const value = source[name]
      if (value === undefined) return false
      into[name] = value
      return true
    }
  }
  const read = compileSelections(schema, selection.selections)
  const nested = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(nested)
    if (!isData(value)) return null
    const part: Data = {}
    return read(value, part) ? part : null
  }
  return (source, into) => {
    const value = source[name]
    if (value === undefined) return false
    into[name] = nested(value)
    return true
  }
}
