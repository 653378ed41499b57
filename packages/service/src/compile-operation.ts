import {
  getOperationAST,
  GraphQLError,
  parse,
  validate,
  valueFromASTUntyped,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql'
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit'
import { LRUCache } from 'lru-cache'

export type CompiledOperation = Pick<CompiledQuery, 'query'> & { readonly document: DocumentNode }

/**
 * Compiles operations of one schema with graphql-jit and keeps the last thousand. What is not valid gives the result to
 * answer with instead.
 */
export function createCompiler(schema: GraphQLSchema) {
  const compiled = new LRUCache<string, CompiledOperation | ExecutionResult>({ max: 1_000 })
  return (query: string, operationName: string | undefined): CompiledOperation | ExecutionResult => {
    const key = operationName === undefined ? query : `${operationName}\n${query}`
    const known = compiled.get(key)
    if (known !== undefined) return known
    const operation = compile(schema, query, operationName)
    compiled.set(key, operation)
    return operation
  }
}

export const isOperation = (compiled: CompiledOperation | ExecutionResult): compiled is CompiledOperation =>
  'query' in compiled

function compile(
  schema: GraphQLSchema,
  query: string,
  operationName: string | undefined,
): CompiledOperation | ExecutionResult {
  try {
    const document = parse(query)
    const errors = validate(schema, document)
    if (errors.length > 0) return { errors }
    const operation = compileQuery(schema, document, operationName)
    if (!isCompiledQuery(operation)) return operation
    const defaults = defaultsOf(document, operationName)
    const run: CompiledQuery['query'] = (root, context, variables) =>
      operation.query(root, context, { ...defaults, ...variables })
    return { query: run, document }
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] }
    throw error
  }
}

/** The values of variables that are not given: graphql-jit refuses a non-null one without, though it has a default. */
function defaultsOf(document: DocumentNode, operationName: string | undefined): Record<string, unknown> {
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? []
  return Object.fromEntries(
    definitions.flatMap(({ variable, defaultValue }) =>
      defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)]],
    ),
  )
}
