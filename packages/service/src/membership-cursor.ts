import type { Database } from '@graphmemory/database/database.ts'
import type { FollowedMemberships } from './follow-memberships.ts'

/** The cursor in a table of one row, `at`, through a door that may read and change it. It never goes back. */
export const membershipCursor = (
  database: Database,
  role: `gm_${string}`,
  table: `${string}.membership_cursor`,
): FollowedMemberships['cursor'] => ({
  read: () =>
    database.withRole(role, async (em) => {
      const [row] = await em.execute<{ at: string | Date }[]>(`select at from ${table}`)
      if (row === undefined) throw new Error(`${table} has no row`)
      return new Date(row.at)
    }),
  write: (at) =>
    database.withRole(role, async (em) => {
      await em.execute(`update ${table} set at = ? where at < ?`, [at, at], 'run')
    }),
})
