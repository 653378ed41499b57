import { executeSync, Kind, OperationTypeNode, visit, type GraphQLSchema, type OperationDefinitionNode } from 'graphql'
import type { FragmentDefinitionNode } from 'graphql'
import type { FieldOccurrences } from './collect-fields.ts'

/** Answers `__schema` and `__type` from the schema that clients see. */
export function introspect(
  operation: { readonly schema: GraphQLSchema; readonly definition: OperationDefinitionNode },
  fragments: readonly FragmentDefinitionNode[],
  variables: Readonly<Record<string, unknown>>,
  field: FieldOccurrences,
): unknown {
  const used = new Set<string>()
  const read = { Variable: ({ name }: { readonly name: { readonly value: string } }) => void used.add(name.value) }
  for (const node of [...field.nodes, ...fragments]) visit(node, read)
  const { data, errors } = executeSync({
    schema: operation.schema,
    document: {
      kind: Kind.DOCUMENT,
      definitions: [
        {
          kind: Kind.OPERATION_DEFINITION,
          operation: OperationTypeNode.QUERY,
          variableDefinitions:
            operation.definition.variableDefinitions?.filter((d) => used.has(d.variable.name.value)) ?? [],
          selectionSet: { kind: Kind.SELECTION_SET, selections: field.nodes },
        },
        ...fragments,
      ],
    },
    variableValues: variables,
  })
  if (errors !== undefined) throw new Error('introspection failed', { cause: errors[0] })
  return data?.[field.responseName] ?? null
}
