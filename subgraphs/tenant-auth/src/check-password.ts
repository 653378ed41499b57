import { badInput } from '@graphmemory/errors/client-error.ts'

const minCharacters = 10
const maxCharacters = 200

/**
 * The form in which a password is hashed: NFKC, so that every keyboard types the same one. Throws `BAD_USER_INPUT` for
 * fewer than 10 or more than 200 characters, for NUL and for text that is not Unicode, before any work is done on it.
 */
export function checkPassword(password: string, field = 'password'): string {
  if (password.length > 4 * maxCharacters || !password.isWellFormed() || password.includes('\0')) throw refused(field)
  const normal = password.normalize('NFKC')
  const length = Array.from(normal).length
  if (length < minCharacters || length > maxCharacters) throw refused(field)
  return normal
}

const refused = (field: string) =>
  badInput(field, `A password is ${minCharacters} to ${maxCharacters} characters of text`)
