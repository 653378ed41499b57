import { badInput } from '@graphmemory/errors/client-error.ts'

/** A name as it is kept: trimmed, NFC, 1 to 100 characters, nothing that does not print. Throws `BAD_USER_INPUT`. */
export const checkName = (text: string, field = 'name'): string => checkLine(text, field, 'A name', 100)

/** A reason as it is kept, in the same way, of 1 to 200 characters. Throws `BAD_USER_INPUT`. */
export const checkReason = (text: string | null | undefined): string => checkLine(text ?? '', 'reason', 'A reason', 200)

function checkLine(text: string, field: string, what: string, most: number): string {
  const line = text.length > 4 * most ? '' : text.trim().normalize('NFC')
  const length = Array.from(line).length
  if (length < 1 || length > most || !line.isWellFormed() || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(line))
    throw badInput(field, `${what} is 1 to ${most} printable characters`)
  return line
}

/** A tenant's short name. Throws `BAD_USER_INPUT`. */
export function checkSlug(slug: string, field = 'slug'): string {
  if (slug.length < 3 || slug.length > 40 || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug))
    throw badInput(field, 'A slug is 3 to 40 lower-case letters, digits and single hyphens')
  return slug
}
