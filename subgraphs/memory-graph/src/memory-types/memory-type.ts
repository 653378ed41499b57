import { defineEntity, p, type InferEntity } from '@mikro-orm/core'
import type { ActorKind } from '../graph-types.ts'

/** A type of memories that a tenant has beside the built-in ones. */
export const memoryTypeEntity = defineEntity({
  name: 'MemoryType',
  schema: 'graph',
  tableName: 'memory_type',
  properties: {
    tenantId: p.text().primary(),
    name: p.text().primary(),
    description: p.text(),
    /** What the properties of its memories must be; null: anything. */
    schema: p.json<PropertiesSchema>().nullable(),
    version: p.integer(),
    createdAt: p.datetime().$type<Date>(),
    createdByKind: p.text().$type<ActorKind>(),
    createdBy: p.text(),
    updatedAt: p.datetime().$type<Date>(),
    updatedByKind: p.text().$type<ActorKind>(),
    updatedBy: p.text(),
  },
})

/** A JSON schema that `readSchema` has found harmless. */
export type PropertiesSchema = Readonly<Record<string, unknown>>

export type MemoryType = Readonly<Omit<InferEntity<typeof memoryTypeEntity>, symbol>>
