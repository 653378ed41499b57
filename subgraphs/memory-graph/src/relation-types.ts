import type { Em } from '@graphmemory/database/database.ts'
import { relationTypes, type ActorKind } from './graph-types.ts'

/** What a tenant says of a type of relations. One that it says nothing of is built in and may hold for many at once. */
export type RelationType = {
  readonly name: string
  readonly isBuiltIn: boolean
  /** Whether a memory has such a relation to one other at most at any time. */
  readonly isSingleValued: boolean
  readonly updatedAt: Date | null
  readonly updatedByKind: ActorKind | null
  readonly updatedBy: string | null
}

const isBuiltIn = (name: string): boolean => relationTypes.some((each) => each === name)

/** The tenant's types of relations: those that are built in, then its own by name. */
export async function readRelationTypes(em: Em): Promise<RelationType[]> {
  const rows = await em.execute<Omit<RelationType, 'isBuiltIn'>[]>(
    `select name, is_single_valued as "isSingleValued", updated_at as "updatedAt", updated_by_kind as "updatedByKind",
       updated_by as "updatedBy" from graph.relation_type order by name`,
  )
  const said = new Map(rows.map((row) => [row.name, row]))
  const silent = { isSingleValued: false, updatedAt: null, updatedByKind: null, updatedBy: null }
  return [
    ...relationTypes.map((name) => ({ ...silent, ...said.get(name), name, isBuiltIn: true })),
    ...rows.filter(({ name }) => !isBuiltIn(name)).map((row) => ({ ...row, isBuiltIn: false })),
  ]
}

/** Types of relations by their names, each with whether it is single-valued. */
export type KnownTypes = ReadonlyMap<string, boolean>

/** Those of these names that are types of the tenant. */
export async function knownRelationTypes(em: Em, names: Iterable<string>): Promise<KnownTypes> {
  const wanted = [...new Set(names)]
  const rows = await em.execute<{ name: string; isSingleValued: boolean }[]>(
    `select name, is_single_valued as "isSingleValued" from graph.relation_type
       where ?::jsonb @> to_jsonb(name)`,
    [JSON.stringify(wanted)],
  )
  return new Map([
    ...wanted.filter(isBuiltIn).map((name) => [name, false] as const),
    ...rows.map(({ name, isSingleValued }) => [name, isSingleValued] as const),
  ])
}

export const noSuchType = 'one of the types that relationTypes lists'
