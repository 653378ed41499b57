import type { Context } from './context.ts'
import { readRelationTypes, type RelationType } from './relation-types.ts'

/** The types that a relation of the tenant may have. */
export const listRelationTypes = (context: Context): Promise<RelationType[]> => context.withTenant(readRelationTypes)
