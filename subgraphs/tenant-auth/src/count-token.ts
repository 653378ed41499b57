import type { Em } from '@graphmemory/database/database.ts'
import type { Context } from './context.ts'
import { countAttempt, networkOf } from './limit-attempts.ts'

/** Counts a mailed token that somebody presents. Throws `RATE_LIMITED`. */
export const countToken = (em: Em, { viewer, limits }: Context): Promise<void> =>
  countAttempt(em, limits.token, networkOf(viewer.request.ip))
