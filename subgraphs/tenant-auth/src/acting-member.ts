import type { Em } from '@graphmemory/database/database.ts'
import { badInput, ClientError } from '@graphmemory/errors/client-error.ts'
import { tenantOf, type Identity } from '@graphmemory/identity/identity.ts'
import type { Action, Resource } from '@graphmemory/identity/permissions.ts'
import { reaches, roleOf, type Role } from './roles.ts'

export type ActingMember = { readonly userId: string; readonly tenantId: string; readonly role: Role }

/**
 * The caller as the database knows him in this transaction, allowed to do this: what changes others' rights does not
 * rest on the token's role, which may be seconds old. Changes of members and keys of one tenant wait for each other.
 */
export async function actingMember(
  em: Em,
  viewer: Identity,
  action: Action,
  resource: Resource,
): Promise<ActingMember> {
  if (viewer.kind !== 'user') throw new ClientError('FORBIDDEN', 'Only a person who signed in may')
  const { userId } = viewer
  const tenantId = tenantOf(viewer)
  await lockTenant(em, tenantId)
  const [member] = await em.execute<{ role: string }[]>(
    'select role from auth.membership where tenant_id = ? and user_id = ? and ended_at is null',
    [tenantId, userId],
  )
  const role = member === undefined ? null : roleOf(member.role)
  if (role === null || !role.grants.has(`${resource}:${action}`))
    throw new ClientError('FORBIDDEN', `You may not ${action} ${resource}`)
  return { userId, tenantId, role }
}

/** Makes changes of one tenant's members wait for each other until the transaction ends. */
export const lockTenant = (em: Em, tenantId: string) =>
  em.execute('select from auth.tenant where id = ? for update', [tenantId])

/** The role that the caller wants to give. Throws `BAD_USER_INPUT` for an unknown one, `FORBIDDEN` for one above his own. */
export function roleToGive({ role: own }: ActingMember, name: string): Role {
  const role = roleOf(name)
  if (!role.builtIn) throw badInput('role', 'There is no such role')
  if (!reaches(own, role)) throw new ClientError('FORBIDDEN', 'You may not give a role above your own')
  return role
}
