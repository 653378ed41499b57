import { GraphQLError } from 'graphql'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { errorCodeOf } from '@graphmemory/errors/error-code-of.ts'
import { clientName } from '../planning/reserved-alias.ts'
import type { AnswerPath } from './entity-path.ts'

/** What a subgraph reported or how it failed; the cause of an error in the answer. It is for the log, never for a client. */
export class SubgraphError extends Error {
  readonly service: string

  constructor(service: string, message: string, options: ErrorOptions) {
    super(message, options)
    this.name = 'SubgraphError'
    this.service = service
  }
}

/** An error that a subgraph answered with, put at its place in the whole answer. */
export function reportedError(service: string, error: GraphQLError, path: AnswerPath | undefined): GraphQLError {
  const message = error.message === '' ? 'The subgraph gave no reason' : error.message
  return new GraphQLError(message, {
    ...(path !== undefined && { path: path.map((key) => (typeof key === 'string' ? clientName(key) : key)) }),
    extensions: error.extensions,
    originalError: new SubgraphError(service, message, { cause: error }),
  })
}

/** A call to a subgraph that gave no usable answer. A refusal with a code keeps it; all else is `UNAVAILABLE`. */
export function failedCall(service: string, cause: unknown, path: AnswerPath): GraphQLError {
  const code = errorCodeOf(cause)
  const known = code !== null && cause instanceof GraphQLError
  const refusal = known ? cause : new ClientError('UNAVAILABLE', 'A part of the graph is not available at the moment')
  return new GraphQLError(refusal.message, {
    ...(path.length > 0 && { path: path.map((key) => (typeof key === 'string' ? clientName(key) : key)) }),
    extensions: refusal.extensions,
    originalError: new SubgraphError(service, `the call to ${service} failed`, { cause }),
  })
}
