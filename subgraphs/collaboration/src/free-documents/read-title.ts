import { isStorable } from '@graphmemory/database/is-storable.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import { memoryLimits } from '@graphmemory/schema/memory-limits.ts'

/** A document's title is as long as a memory's. */
export const maxTitleLength = memoryLimits.titleLength

/** What somebody calls a document. Throws `BAD_USER_INPUT`. */
export function readTitle(given: string): string {
  const title = given.trim()
  if (title === '' || title.length > maxTitleLength || !isStorable(title))
    throw badInput('title', `A title has 1 to ${maxTitleLength} characters`)
  return title
}

/** What a list shows of the title that stands in a document, whatever its editors have put there; null where it is empty. */
export function shownTitle(written: string): string | null {
  const title = written.replaceAll('\0', '').trim().slice(0, maxTitleLength).toWellFormed()
  return title === '' ? null : title
}
