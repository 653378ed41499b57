import { isStorable } from '@graphmemory/database/is-storable.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import { isId } from '@graphmemory/ids/new-id.ts'
import { areMembers } from '@graphmemory/service/are-members.ts'
import type { Context } from '../context.ts'

const maxBody = 10_000
const maxMentions = 20

/** The text of a comment, as it may be kept. Throws `BAD_USER_INPUT`. */
export const readBody = (body: string): string => {
  if (body.trim() === '') throw badInput('body', 'A comment says something')
  return readText('body', body, maxBody)
}

/** A text that PostgreSQL can keep, within its bound. Throws `BAD_USER_INPUT`. */
export function readText(field: string, value: string, max: number): string {
  if (value.length > max) throw badInput(field, `${field} has at most ${max} characters`)
  if (!isStorable(value)) throw badInput(field, `${field} holds a character that is none`)
  return value
}

/**
 * Whom a comment addresses, each once. Throws `BAD_USER_INPUT` for anybody who is not a member of the viewer's tenant
 * now.
 */
export async function readMentions({ collaboration, viewer }: Context, mentions: readonly string[]): Promise<string[]> {
  const ids = [...new Set(mentions)]
  if (ids.length > maxMentions) throw badInput('mentions', `A comment addresses at most ${maxMentions} members`)
  if (ids.length === 0) return ids
  if (!ids.every((id) => isId('usr', id)) || !(await areMembers(collaboration.source('tenant-auth'), viewer, ids)))
    throw badInput('mentions', 'Only members of the tenant can be addressed')
  return ids
}
