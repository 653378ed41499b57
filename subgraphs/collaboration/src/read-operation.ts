import { GraphQLError, Kind, parse, validate, type ASTNode, type DocumentNode, type GraphQLSchema } from 'graphql'
import { LRUCache } from 'lru-cache'

/** An operation as a client sent it, checked. */
export type Operation = {
  readonly query: string
  readonly document: DocumentNode
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
}

type Payload = {
  readonly query: string
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
}

const maxTokens = 2_000
const maxDepth = 8
const maxCached = 500

/** Makes the reader of operations: each text is parsed and validated once. Federation's own fields are not for clients. */
export function createOperationReader(schema: GraphQLSchema) {
  const known = new LRUCache<string, DocumentNode | readonly GraphQLError[]>({ max: maxCached })

  const check = (query: string): DocumentNode | readonly GraphQLError[] => {
    try {
      const document = parse(query, { maxTokens, noLocation: true })
      const internal = document.definitions.flatMap((definition) =>
        definition.kind === Kind.OPERATION_DEFINITION || definition.kind === Kind.FRAGMENT_DEFINITION
          ? internalFields(definition, 0)
          : [],
      )
      if (internal.length > 0) return internal
      const errors = validate(schema, document)
      return errors.length > 0 ? errors : document
    } catch (error) {
      return [error instanceof GraphQLError ? error : new GraphQLError('Not a GraphQL document')]
    }
  }

  return ({ query, operationName, variables }: Payload): Operation | readonly GraphQLError[] => {
    const checked = known.get(query) ?? check(query)
    known.set(query, checked)
    if (!('kind' in checked)) return checked
    return { query, document: checked, operationName: operationName ?? undefined, variables: variables ?? {} }
  }
}

function internalFields(
  node: ASTNode & { readonly selectionSet?: { readonly selections: readonly ASTNode[] } },
  depth: number,
): GraphQLError[] {
  if (depth > maxDepth)
    return [new GraphQLError('The operation is too deep', { extensions: { code: 'BAD_USER_INPUT' } })]
  const own =
    node.kind === Kind.FIELD && (node.name.value === '_entities' || node.name.value === '_service')
      ? [new GraphQLError(`Cannot query field "${node.name.value}"`)]
      : []
  return [...own, ...(node.selectionSet?.selections ?? []).flatMap((selection) => internalFields(selection, depth + 1))]
}
