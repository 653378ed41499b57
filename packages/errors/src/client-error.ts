import { GraphQLError } from 'graphql'

/** The closed list of refusals a client may meet. Apollo's own `GRAPHQL_*` codes stand beside it. */
export const errorCodes = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'CONFLICT',
  'RATE_LIMITED',
  'UNAVAILABLE',
  'PAYLOAD_TOO_LARGE',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** What a refusal may tell beside its code: the offending field, the current version, milliseconds to wait, why it is UNAVAILABLE. */
export type ErrorDetails = {
  readonly field?: string
  readonly version?: number
  readonly retryAfterMs?: number
  /** Reads go on, and nothing can be written: a person, or the database, says so. */
  readonly reason?: 'READ_ONLY_MODE'
}

/**
 * An expected refusal: its code, message and details reach the client unchanged.
 * Every other error is a bug of ours and is masked at the edge.
 */
export class ClientError extends GraphQLError {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { extensions: { code, ...details } })
    this.name = 'ClientError'
    this.code = code
  }
}

/** The refusal for what does not exist, or belongs to another tenant: the caller cannot tell which. */
export const notFound = (what: string) => new ClientError('NOT_FOUND', `No such ${what}`)

/** The refusal of one input field. */
export const badInput = (field: string, message: string) => new ClientError('BAD_USER_INPUT', message, { field })
