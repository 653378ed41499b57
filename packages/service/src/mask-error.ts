import { GraphQLError } from 'graphql'
import { errorCodeOf } from '@graphmemory/errors/error-code-of.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'

/**
 * The error as a client may see it: a refusal with its code as it is, one of ours masked and logged with its cause.
 * `requestId` is what a client can quote and we can find in the log.
 */
export function maskError(error: GraphQLError, log: Log, requestId: string): GraphQLError {
  if (errorCodeOf(error) !== null || isMasked(error)) return error
  log.error({ err: error.originalError ?? error, path: error.path, requestId }, 'an operation failed')
  return new GraphQLError('Something went wrong on our side', {
    ...(error.path !== undefined && { path: error.path }),
    extensions: { code: maskedCode, requestId },
  })
}

const maskedCode = 'INTERNAL_SERVER_ERROR'

/** Whether another process has masked and logged it already. */
const isMasked = (error: GraphQLError) => error.extensions?.['code'] === maskedCode && 'requestId' in error.extensions
