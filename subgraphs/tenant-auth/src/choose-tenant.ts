import type { Em } from '@graphmemory/database/database.ts'
import { notFound } from '@graphmemory/errors/client-error.ts'

/** The tenant that an access token is made for, and the role in it. */
export type ChosenTenant = { readonly id: string; readonly role: string }

/**
 * The tenant for a person's next token: the one with this slug, else the one the token before was for, else the sole
 * one. Throws `NOT_FOUND` for a slug of a tenant that the person is no member of, whether or not it exists.
 */
export async function chooseTenant(
  em: Em,
  userId: string,
  slug: string | null,
  previousId: string | null = null,
): Promise<ChosenTenant | null> {
  const memberships = await em.execute<{ id: string; slug: string; role: string }[]>(
    `select t.id, t.slug, m.role from auth.membership m join auth.tenant t on t.id = m.tenant_id
      where m.user_id = ? and m.ended_at is null and (?::text is null or t.slug = ?) and (?::text is null or t.id = ?)
      limit 2`,
    [userId, slug, slug, slug === null ? previousId : null, slug === null ? previousId : null],
  )
  const [first] = memberships
  if (slug !== null && first === undefined) throw notFound('tenant')
  return memberships.length === 1 && first !== undefined ? { id: first.id, role: first.role } : null
}
