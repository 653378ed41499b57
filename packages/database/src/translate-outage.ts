import { ClientError } from '@graphmemory/errors/client-error.ts'

/** SQLSTATEs of a server that goes down, comes up, is full, only lets itself be read or has no connection left, and Node's codes of a socket that is gone. */
const outage = /^(08...|57P0[1-3]|53[0-3]00|25006|25P03|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT)$/
const outageText =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/

/**
 * The error to throw in place of one from the database: `UNAVAILABLE` where the database is away (the caller may try
 * again; a write may or may not have happened, which its idempotency key settles), the same error otherwise.
 */
export function translateOutage(error: unknown): unknown {
  return isOutage(error)
    ? Object.assign(new ClientError('UNAVAILABLE', 'The database is away; try again'), { cause: error })
    : error
}

function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && outage.test(error.code)) return true
  return outageText.test(error.message) || (error.cause !== undefined && isOutage(error.cause))
}

/** Whether a connection that was open has been ended, by the server or on the way. */
export function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && /^(57P01|ECONNRESET|EPIPE)$/.test(error.code)) return true
  return /^Connection terminated|connection error/.test(error.message) || isLostConnection(error.cause)
}
