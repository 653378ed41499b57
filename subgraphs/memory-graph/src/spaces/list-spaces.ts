import type { Em } from '@graphmemory/database/database.ts'
import type { Context } from '../context.ts'
import { findSpaces, type Space, type SpaceShare } from './space.ts'

/** The spaces that the viewer may see, by name: some hundreds at most. */
export const listSpaces = (context: Context): Promise<Space[]> => context.withTenant((em) => findSpaces(em, null))

/** Whom each of these spaces is shared with, the first first. Only for spaces that the viewer has read. */
export async function readShares(em: Em, spaceIds: readonly string[]): Promise<SpaceShare[][]> {
  const rows = await em.execute<(SpaceShare & { spaceId: string })[]>(
    `select space_id as "spaceId", user_id as "userId", role, shared_at as "sharedAt" from graph.space_share
       where ?::jsonb @> to_jsonb(space_id) order by shared_at, user_id`,
    [JSON.stringify([...new Set(spaceIds)])],
  )
  const bySpace = Map.groupBy(rows, ({ spaceId }) => spaceId)
  return spaceIds.map((id) =>
    (bySpace.get(id) ?? []).map(({ userId, role, sharedAt }) => ({ userId, role, sharedAt: new Date(sharedAt) })),
  )
}
