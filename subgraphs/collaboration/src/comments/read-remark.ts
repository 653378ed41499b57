import { z } from 'zod'
import { isStorable } from '@graphmemory/database/is-storable.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import { isId } from '@graphmemory/ids/new-id.ts'
import { askSubgraph } from '../ask-subgraph.ts'
import type { Context } from '../context.ts'

const maxBody = 10_000
const maxMentions = 20

const usersAnswer = z.object({ _entities: z.array(z.object({ email: z.string().nullable() }).nullable()) })

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
 * now: tenant-auth shows an address of those alone.
 */
export async function readMentions({ collaboration, viewer }: Context, mentions: readonly string[]): Promise<string[]> {
  const ids = [...new Set(mentions)]
  if (ids.length > maxMentions) throw badInput('mentions', `A comment addresses at most ${maxMentions} members`)
  if (ids.length === 0) return ids
  const stranger = badInput('mentions', 'Only members of the tenant can be addressed')
  if (!ids.every((id) => isId('usr', id))) throw stranger
  const { _entities: users } = await askSubgraph(
    collaboration,
    'tenant-auth',
    viewer,
    usersAnswer,
    'query ($users: [_Any!]!) { _entities(representations: $users) { ... on User { email } } }',
    { users: ids.map((id) => ({ __typename: 'User', id })) },
  )
  if (users.length !== ids.length || users.some((user) => user === null || user.email === null)) throw stranger
  return ids
}
