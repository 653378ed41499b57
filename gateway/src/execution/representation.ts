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
