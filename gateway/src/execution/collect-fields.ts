import {
  isAbstractType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql'
import { deferLabelOf } from '../planning/defer-directive.ts'
import { isOfType } from './type-test.ts'

/** All places that ask for one response name of one object, merged. */
export type FieldOccurrences = {
  readonly responseName: string
  readonly name: string
  /** The name under which the planner was asked for it. */
  readonly plannedName: string
  readonly nodes: readonly FieldNode[]
  readonly selectionSets: readonly SelectionSetNode[]
}

/** What the meaning of an operation's selections depends on. */
export type OperationSetting = {
  readonly schema: GraphQLSchema
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  /** The name under which the planner is asked for a field. */
  plannedName(field: FieldNode): string
}

/** A fragment that comes later than the fields around it. */
export type DeferredFragment = { readonly label: string; readonly selectionSet: SelectionSetNode }

/**
 * CollectFields of the GraphQL specification (6.3.2), for a type that is known when the operation is compiled and with
 * conditions already decided. Where `deferred` is given, fragments that come later are put there instead.
 */
export function collectFields(
  operation: OperationSetting,
  type: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
  deferred?: DeferredFragment[],
): readonly FieldOccurrences[] {
  const found = new Map<string, FieldNode[]>()
  const visited = new Set<string>()
  for (const selectionSet of selectionSets) collect(operation, type, selectionSet, found, visited, deferred)
  return [...found].flatMap(([responseName, nodes]) => {
    const [first] = nodes
    if (first === undefined) return []
    return {
      responseName,
      name: first.name.value,
      plannedName: operation.plannedName(first),
      nodes,
      selectionSets: nodes.flatMap((node) => node.selectionSet ?? []),
    }
  })
}

function collect(
  operation: OperationSetting,
  type: GraphQLCompositeType,
  selectionSet: SelectionSetNode,
  found: Map<string, FieldNode[]>,
  visited: Set<string>,
  deferred: DeferredFragment[] | undefined,
): void {
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      const responseName = (selection.alias ?? selection.name).value
      const nodes = found.get(responseName)
      if (nodes === undefined) found.set(responseName, [selection])
      else nodes.push(selection)
      continue
    }
    let fragment: {
      readonly typeCondition?: { readonly name: { readonly value: string } }
      selectionSet: SelectionSetNode
    }
    const label = deferred && deferLabelOf(selection)
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const name = selection.name.value
      const definition = operation.fragments.get(name)
      if (definition === undefined || (label === undefined && visited.has(name))) continue
      if (label === undefined) visited.add(name)
      fragment = definition
    } else {
      fragment = selection
    }
    if (!applies(operation.schema, type, fragment.typeCondition?.name.value)) continue
    if (label === undefined) collect(operation, type, fragment.selectionSet, found, visited, deferred)
    else deferred?.push({ label, selectionSet: fragment.selectionSet })
  }
}

function applies(schema: GraphQLSchema, type: GraphQLCompositeType, condition: string | undefined): boolean {
  if (condition === undefined) return true
  return isOfType(schema, type.name, condition) || (isAbstractType(type) && type.name === condition)
}
