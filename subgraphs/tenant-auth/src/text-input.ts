import { badInput } from '@graphmemory/errors/client-error.ts'

const maxCharacters = 100

/** A name as it is kept: trimmed, NFC, 1 to 100 characters, nothing that does not print. Throws `BAD_USER_INPUT`. */
export function checkName(text: string, field = 'name'): string {
  const name = text.length > 4 * maxCharacters ? '' : text.trim().normalize('NFC')
  const length = Array.from(name).length
  if (length < 1 || length > maxCharacters || !name.isWellFormed() || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(name))
    throw badInput(field, `A name is 1 to ${maxCharacters} printable characters`)
  return name
}

/** A tenant's short name. Throws `BAD_USER_INPUT`. */
export function checkSlug(slug: string, field = 'slug'): string {
  if (slug.length < 3 || slug.length > 40 || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug))
    throw badInput(field, 'A slug is 3 to 40 lower-case letters, digits and single hyphens')
  return slug
}
