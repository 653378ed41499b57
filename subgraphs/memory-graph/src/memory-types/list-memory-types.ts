import type { Context } from '../context.ts'
import { memoryTypeEntity, type MemoryType } from './memory-type.ts'

/** The types that the tenant has beside the built-in ones, by name: a few hundred at most. */
export const listMemoryTypes = (context: Context): Promise<MemoryType[]> =>
  context.withTenant((em) => em.find(memoryTypeEntity, {}, { orderBy: { name: 'asc' }, disableIdentityMap: true }))

/** One of them; null when there is none of this name. */
export const readMemoryType = (context: Context, name: string): Promise<MemoryType | null> =>
  context.withTenant((em) => em.findOne(memoryTypeEntity, { name }, { disableIdentityMap: true }))
