import {
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import { limitRules, parseOptions } from './limits.ts'
import { isLimit } from './mask-result.ts'

export type Prepared = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] }

/** Parses and validates operations, under the limits; `parsed` spares the parsing. */
export type PrepareOperation = (schema: GraphQLSchema, query: string, parsed?: DocumentNode) => Prepared

const maxCachedCharacters = 4_000_000

export function createPrepareOperation(options: { readonly showSchema: boolean }): PrepareOperation {
  const rules = [...specifiedRules, ...limitRules, ...(options.showSchema ? [] : [NoSchemaIntrospectionCustomRule])]
  const caches = new WeakMap<GraphQLSchema, LRUCache<string, Prepared>>()
  const cacheOf = (schema: GraphQLSchema) => {
    let cache = caches.get(schema)
    if (cache === undefined) caches.set(schema, (cache = new LRUCache({ maxSize: maxCachedCharacters })))
    return cache
  }
  return (schema, query, parsed) => {
    const cache = cacheOf(schema)
    const known = cache.get(query)
    if (known !== undefined) return known
    const prepared = prepare(schema, query, parsed)
    cache.set(query, prepared, { size: query.length + 1 })
    return prepared
  }

  function prepare(schema: GraphQLSchema, query: string, parsed?: DocumentNode): Prepared {
    let document = parsed
    try {
      document ??= parse(query, parseOptions)
    } catch (error) {
      return { errors: [coded(error, 'GRAPHQL_PARSE_FAILED')] }
    }
    const errors = errorsIn(schema, document)
    if (errors.length === 0) return { document }
    // How many there are would tell, too, what the graph has; and that a limit was met must not depend on it.
    const told = options.showSchema ? errors : errors.filter(isLimit).concat(errors).slice(0, 1)
    return { errors: told.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED')) }
  }

  function errorsIn(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
    try {
      return validate(schema, document, rules)
    } catch (error) {
      // GraphQL.js gives up at a subscription with an `@include` that has no argument.
      if (error instanceof GraphQLError) return [error]
      throw error
    }
  }
}

function coded(error: unknown, code: string): GraphQLError {
  const { message, nodes, source, positions } = error instanceof GraphQLError ? error : new GraphQLError(String(error))
  return new GraphQLError(message, {
    ...(nodes !== undefined && { nodes }),
    ...(source !== undefined && { source }),
    ...(positions !== undefined && { positions }),
    extensions: { code },
  })
}
