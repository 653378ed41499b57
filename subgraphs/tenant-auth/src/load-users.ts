import type { Em } from '@graphmemory/database/database.ts'

/** A person as the caller may see one: the address only of those who share the tenant now. */
export type VisibleUser = { readonly id: string; readonly name: string; readonly email: string | null }

/** Row-level security decides who is found, and whose address. */
export const loadUsers = (em: Em, ids: readonly string[]): Promise<VisibleUser[]> =>
  em.execute<VisibleUser[]>(
    `select u.id, u.name, a.email from auth.user u left join auth.email_address a on a.user_id = u.id where u.id in (?)`,
    [ids],
  )
