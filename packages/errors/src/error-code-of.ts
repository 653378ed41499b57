import { errorCodes, type ErrorCode } from './client-error.ts'

const known: ReadonlySet<string> = new Set(errorCodes)

/** The client-facing code that an error carries, or `null` where it is a bug of ours. Reads errors of any realm by shape. */
export function errorCodeOf(error: unknown): ErrorCode | null {
  if (typeof error !== 'object' || error === null || !('extensions' in error)) return null
  const { extensions } = error
  if (typeof extensions !== 'object' || extensions === null || !('code' in extensions)) return null
  return isErrorCode(extensions.code) ? extensions.code : null
}

const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && known.has(code)
