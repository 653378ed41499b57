import type { Em } from '@graphmemory/database/database.ts'
import { memoryTypeEntity } from '../memory-types/memory-type.ts'
import { readRelationTypes } from '../relation-types.ts'
import { findSpaces, type SpaceVisibility } from '../spaces/space.ts'

/** A line about what memories and relations refer to. */
export type DefinitionLine =
  | {
      readonly kind: 'memoryType'
      readonly name: string
      readonly description?: string
      readonly schema?: object | null
    }
  | { readonly kind: 'relationType'; readonly name: string; readonly isSingleValued?: boolean }
  | {
      readonly kind: 'space'
      readonly externalId: string
      readonly name: string
      readonly description: string
      readonly visibility: SpaceVisibility
    }

export type Definitions = {
  /** As they are. */
  readonly whole: readonly DefinitionLine[]
  /** What there is, without what it demands of what is written. */
  readonly declarations: readonly DefinitionLine[]
  /** What it demands. */
  readonly demands: readonly DefinitionLine[]
  /** By what lines name spaces. */
  readonly spaceNames: ReadonlyMap<string, string>
}

/** The tenant's types of memories and relations, and the spaces that the transaction sees: some hundreds at most. */
export async function readDefinitions(em: Em): Promise<Definitions> {
  const types = await em.find(memoryTypeEntity, {}, { orderBy: { name: 'asc' }, disableIdentityMap: true })
  const memoryTypes = types.map(({ name, description, schema }) => ({
    kind: 'memoryType' as const,
    name,
    description,
    schema: schema ?? null,
  }))
  const relationTypes = (await readRelationTypes(em))
    .filter(({ isBuiltIn, isSingleValued }) => isSingleValued || !isBuiltIn)
    .map(({ name, isBuiltIn, isSingleValued }) => ({
      isBuiltIn,
      line: { kind: 'relationType' as const, name, isSingleValued },
    }))
  const known = await findSpaces(em, null)
  const spaces = known.map(({ id, externalId, name, description, visibility }) => ({
    kind: 'space' as const,
    externalId: externalId ?? id,
    name,
    description,
    visibility,
  }))
  const lines = relationTypes.map(({ line }) => line)
  return {
    whole: [...memoryTypes, ...lines, ...spaces],
    declarations: [
      ...memoryTypes.map(({ schema, ...rest }) => (schema === null ? { ...rest, schema } : rest)),
      ...relationTypes.flatMap(({ isBuiltIn, line: { isSingleValued, ...rest } }) => {
        if (isBuiltIn) return []
        return [isSingleValued ? rest : { ...rest, isSingleValued }]
      }),
      ...spaces,
    ],
    demands: [
      ...memoryTypes.flatMap(({ kind, name, schema }) => (schema === null ? [] : [{ kind, name, schema }])),
      ...lines.filter(({ isSingleValued }) => isSingleValued),
    ],
    spaceNames: new Map(known.map(({ id, externalId }) => [id, externalId ?? id])),
  }
}
