import { badInput, ClientError } from '@graphmemory/errors/client-error.ts'
import { actions, resources } from '@graphmemory/identity/permissions.ts'
import type { Role } from './roles.ts'

const known: ReadonlySet<string> = new Set(
  resources.flatMap((resource) => actions.map((action) => `${resource}:${action}`)),
)

/**
 * The scopes of a key that its creator may give: each is known, and his own. Throws `BAD_USER_INPUT` for unknown ones
 * and for none, `FORBIDDEN` for more than he holds.
 */
export function checkScopes(scopes: readonly string[], creator: Role): string[] {
  const wanted = [...new Set(scopes)].toSorted()
  const unknown = wanted.find((scope) => !known.has(scope))
  if (wanted.length === 0) throw badInput('scopes', 'A key needs at least one scope')
  if (unknown !== undefined) throw badInput('scopes', 'A scope is resource:action, such as memory:read')
  if (!wanted.every((scope) => creator.grants.has(scope)))
    throw new ClientError('FORBIDDEN', 'A key may not do more than its creator')
  return wanted
}

/** What a key may do now: its scopes, as far as its creator holds them still. */
export const effectiveScopes = (scopes: readonly string[], creator: Role): string[] =>
  scopes.filter((scope) => creator.grants.has(scope))
