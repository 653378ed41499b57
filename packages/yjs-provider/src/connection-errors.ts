import type { GraphQLFormattedError } from 'graphql'

/** The socket has gone, or was not there: what was asked may or may not have been carried out. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError'
}

/** The server has answered with an error. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** The first of an answer's GraphQL errors. */
export function refusal(errors: readonly GraphQLFormattedError[]): RefusedError {
  const [first] = errors
  const code = first?.extensions?.['code']
  return new RefusedError(typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR', first?.message ?? 'refused')
}
