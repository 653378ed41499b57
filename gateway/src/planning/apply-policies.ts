import {
  getNamedType,
  isCompositeType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql'
import { requirementsOf, type Policies, type Requirement } from './policies.ts'

type Graph = { readonly schema: GraphQLSchema; readonly policies: Policies }

/** Every requirement that some field of a document has. */
export function requirementsIn({ schema, policies }: Graph, document: DocumentNode): readonly Requirement[] {
  if (policies.size === 0) return []
  const found = new Set<Requirement>()
  const types = new TypeInfo(schema)
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: ({ name }) => {
        const parent = types.getParentType()
        if (parent != null) for (const one of requirementsOf(schema, policies, parent, name.value)) found.add(one)
      },
    }),
  )
  return [...found]
}

/** The document without the fields whose requirements are refused: the planner never hears of them. */
export function withoutRefused(graph: Graph, document: DocumentNode, refused: ReadonlySet<Requirement>): DocumentNode {
  const types = new TypeInfo(graph.schema)
  return visit(
    document,
    visitWithTypeInfo(types, {
      Field: ({ name }) => {
        const parent = types.getParentType()
        return parent != null && isRefused(graph, parent, name.value, refused) ? null : undefined
      },
    }),
  )
}

/** Where in an answer the refused fields would stand, without the indexes of lists. */
export function refusedPaths(
  graph: Graph,
  root: GraphQLCompositeType,
  selectionSet: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  refused: ReadonlySet<Requirement>,
): readonly (readonly string[])[] {
  const paths = new Map<string, readonly string[]>()
  const walk = (type: GraphQLCompositeType, selections: SelectionSetNode, path: readonly string[]): void => {
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) {
        const at = [...path, (selection.alias ?? selection.name).value]
        if (isRefused(graph, type, selection.name.value, refused)) {
          paths.set(at.join('.'), at)
          continue
        }
        const field = 'getFields' in type ? type.getFields()[selection.name.value] : undefined
        const inner = field && getNamedType(field.type)
        if (selection.selectionSet && isCompositeType(inner)) walk(inner, selection.selectionSet, at)
        continue
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
      if (fragment === undefined) continue
      const condition = fragment.typeCondition && graph.schema.getType(fragment.typeCondition.name.value)
      walk(isCompositeType(condition) ? condition : type, fragment.selectionSet, path)
    }
  }
  walk(root, selectionSet, [])
  return [...paths.values()]
}

const isRefused = (
  { schema, policies }: Graph,
  parent: GraphQLCompositeType,
  field: string,
  refused: ReadonlySet<Requirement>,
): boolean => requirementsOf(schema, policies, parent, field).some((requirement) => refused.has(requirement))
