import { ClientError } from '@graphmemory/errors/client-error.ts'

/** SQLSTATEs of a server that goes down, comes up, has no connection left, and Node's codes of a socket that is gone. */
const outage = /^(08...|57P0[1-3]|53[0-3]00|25P03|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT)$/
const outageText =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/
const lostCode = /^(57P01|ECONNRESET|EPIPE)$/
const lostText = /^Connection terminated|connection error/

/**
 * The error to throw in place of one from the database: `UNAVAILABLE` where the database is away (the caller may try
 * again; a write may or may not have happened, which its idempotency key settles), the same error otherwise.
 */
export function translateOutage(error: unknown): unknown {
  const readOnly = find(error, isReadOnly)
  if (readOnly !== null) return Object.assign(readOnlyRefusal(readOnly), { cause: error })
  return isOutage(error)
    ? Object.assign(new ClientError('UNAVAILABLE', 'The database is away; try again'), { cause: error })
    : error
}

/** How soon to try again what cannot be written now. */
const readOnlyRetryMs = 5_000

/** SQLSTATEs of a tenant that is read-only, of a server that only lets itself be read, and of one whose disk is full. */
const isReadOnly = (error: Error) =>
  'code' in error && (error.code === 'GM002' || error.code === '25006' || error.code === '53100')

function readOnlyRefusal(error: Error): ClientError {
  const said = 'detail' in error && typeof error.detail === 'string' ? `: ${error.detail}` : ''
  const what =
    'code' in error && error.code === 'GM002' ? `This tenant is read-only${said}` : 'Nothing can be written now'
  return new ClientError('UNAVAILABLE', what, { reason: 'READ_ONLY_MODE', retryAfterMs: readOnlyRetryMs })
}

/** Whether a write was refused since its tenant is read-only, and not since the database could not take it. */
export const isTenantReadOnly = (error: unknown): boolean =>
  find(error, (cause) => 'code' in cause && cause.code === 'GM002') !== null

/** The error, or what caused it, that is such a one. */
function find(error: unknown, isSuch: (error: Error) => boolean): Error | null {
  if (!(error instanceof Error)) return null
  return isSuch(error) ? error : find(error.cause, isSuch)
}

/** Whether the database is away. */
export const isOutage = (error: unknown): boolean =>
  find(error, (cause) => hasCode(cause, outage) || outageText.test(cause.message)) !== null

/** Whether a connection that was open has been ended, by the server or on the way. */
export const isLostConnection = (error: unknown): boolean =>
  find(error, (cause) => hasCode(cause, lostCode) || lostText.test(cause.message)) !== null

/** Whether it is an error of the database, or of Node, with such a code. */
export const hasCode = (error: unknown, codes: RegExp): error is Error & { readonly code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.test(error.code)
