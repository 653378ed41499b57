import type { Em } from '@graphmemory/database/database.ts'
import { Tenant } from './entities.ts'

/** The caller's tenant, and those that the caller is a member of. */
export const loadTenants = (em: Em, ids: readonly string[]): Promise<Tenant[]> =>
  em.find(Tenant, { id: { $in: [...ids] } })
