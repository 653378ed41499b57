import { TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema } from 'graphql'
import type { RequiredArguments } from './required-arguments.ts'

type Graph = { readonly schema: GraphQLSchema; readonly requiredArguments: ReadonlyMap<string, RequiredArguments> }

/**
 * Splits a query in which two fields require the same field with different arguments: the planner fetches that field
 * once and gives both the same. Each part can be planned alone; together they ask for all that the whole does. Conditions
 * must be decided already.
 */
export function splitOperation(graph: Graph, document: DocumentNode): readonly DocumentNode[] {
  const groups = groupConflicts(graph, document)
  if (groups.length < 2) return [document]
  return groups.map((own, index) => {
    const others = new Set(groups.flatMap((group, other) => (other === index ? [] : [...group.fields])))
    return index === 0 ? without(graph, document, others) : only(graph, document, own.fields)
  })
}

type Group = { readonly fields: Set<string>; readonly asks: Map<string, string> }

/** The fields that require something with arguments, put together as long as they agree on it. */
function groupConflicts({ schema, requiredArguments }: Graph, document: DocumentNode): readonly Group[] {
  if (requiredArguments.size === 0) return []
  const groups: Group[] = []
  const types = new TypeInfo(schema)
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: ({ name }) => {
        const coordinate = `${types.getParentType()?.name}.${name.value}`
        const asks = requiredArguments.get(coordinate)
        if (asks === undefined || groups.some(({ fields }) => fields.has(coordinate))) return
        const agrees = (group: Group) => [...asks].every(([field, args]) => (group.asks.get(field) ?? args) === args)
        let group = groups.find(agrees)
        if (group === undefined) groups.push((group = { fields: new Set(), asks: new Map() }))
        group.fields.add(coordinate)
        for (const [field, args] of asks) group.asks.set(field, args)
      },
    }),
  )
  return groups
}

function without({ schema }: Graph, document: DocumentNode, coordinates: ReadonlySet<string>): DocumentNode {
  const types = new TypeInfo(schema)
  return visit(
    document,
    visitWithTypeInfo(types, {
      Field: ({ name }) => (coordinates.has(`${types.getParentType()?.name}.${name.value}`) ? null : undefined),
    }),
  )
}

/** Keeps these fields and the way to them. */
function only({ schema }: Graph, document: DocumentNode, coordinates: ReadonlySet<string>): DocumentNode {
  const types = new TypeInfo(schema)
  return visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        leave: (field) => {
          if (coordinates.has(`${types.getParentType()?.name}.${field.name.value}`)) return undefined
          return (field.selectionSet?.selections.length ?? 0) > 0 ? undefined : null
        },
      },
      InlineFragment: {
        leave: (fragment) => (fragment.selectionSet.selections.length > 0 ? undefined : null),
      },
    }),
  )
}
