import { GraphQLError, parse, validate, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql'
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
    return isCompiledQuery(operation) ? { query: operation.query, document } : operation
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] }
    throw error
  }
}
