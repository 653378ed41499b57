import { GraphQLError, type ExecutionResult } from 'graphql'
import { errorCodeOf } from '@graphmemory/errors/error-code-of.ts'
import { createErrorCounter } from '@graphmemory/service/count-errors.ts'
import { maskError } from '@graphmemory/service/mask-error.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import { SubgraphError } from '../execution/subgraph-errors.ts'

/** Codes of Apollo and of GraphQL itself that tell a client what is wrong with its request. */
const requestCodes = /^(GRAPHQL_[A-Z_]+|BAD_REQUEST|PERSISTED_QUERY_[A-Z_]+|OPERATION_RESOLUTION_FAILURE)$/

export type Mask = {
  /** A result as a client may see it. */
  result(result: ExecutionResult, requestId: string): ExecutionResult
  error(error: GraphQLError, requestId: string): GraphQLError
}

export type MaskOptions = {
  readonly log: Log
  /** Whether hints at existing names may be given. */
  readonly showSchema: boolean
  readonly metrics: Metrics
}

/**
 * Makes the one place where errors are put into the form that clients see: refusals and what is wrong with a request as
 * they are, all else masked and logged once with its cause.
 */
export function createMask({ log, showSchema, metrics }: MaskOptions): Mask {
  const counter = createErrorCounter(metrics, 'gateway')
  const counted = new WeakSet<GraphQLError>()
  const maskOne = (error: GraphQLError, requestId: string): GraphQLError => {
    const masked = asSeen(error, requestId)
    // Apollo Server hands over once more what was masked already; the one that many share is new each time.
    if (masked === invalidOperation || !counted.has(masked)) counter.count(masked)
    counted.add(masked)
    return masked
  }
  const asSeen = (error: GraphQLError, requestId: string): GraphQLError => {
    const code = error.extensions['code']
    if (!showSchema && code === 'GRAPHQL_VALIDATION_FAILED' && !isLimit(error)) return invalidOperation
    if (typeof code === 'string' && (requestCodes.test(code) || code === 'BAD_USER_INPUT')) {
      return showSchema ? error : withoutSuggestion(error)
    }
    if (errorCodeOf(error) === 'UNAVAILABLE' && error.originalError instanceof SubgraphError) {
      log.warn({ err: error.originalError, path: error.path, requestId }, 'a subgraph could not be called')
    }
    return maskError(error, log, requestId)
  }
  return {
    error: maskOne,
    result: (result, requestId) =>
      result.errors === undefined
        ? result
        : { ...result, errors: result.errors.map((error) => maskOne(error, requestId)) },
  }
}

/** The one answer to operations that do not fit the graph, where nobody may find out by trying what would. */
const invalidOperation = new GraphQLError('The operation is not valid', {
  extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
})

/** Limits tell nothing of the schema, and a client must know which it met. */
export const isLimit = ({ message }: GraphQLError) => /limit of \d+ exceeded|An operation may/.test(message)

/** GraphQL.js helps whoever misspells a name with names that exist. */
function withoutSuggestion(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ ?Did you mean .+\?$/s, '')
  if (message === error.message) return error
  return new GraphQLError(message, {
    ...(error.nodes !== undefined && { nodes: error.nodes }),
    ...(error.path !== undefined && { path: error.path }),
    extensions: error.extensions,
  })
}
