import { defineEntity, p, type InferEntity } from '@mikro-orm/core'
import type { ActorKind, Attachment, Properties, Source } from './graph-types.ts'

/** What a memory and a relation have in common. */
const common = {
  tenantId: p.text().primary(),
  id: p.text().primary(),
  /** Under which name another system knows it. */
  externalId: p.text().nullable(),
  type: p.text(),
  properties: p.json<Properties>(),
  source: p.json<Source>().nullable(),
  validFrom: p.datetime().$type<Date>().nullable(),
  validTo: p.datetime().$type<Date>().nullable(),
  /** Counts the changes of this row. */
  version: p.integer(),
  /** The operation that left it so. */
  seq: p.integer(),
  createdAt: p.datetime().$type<Date>(),
  createdByKind: p.text().$type<ActorKind>(),
  createdBy: p.text(),
  updatedAt: p.datetime().$type<Date>(),
  updatedByKind: p.text().$type<ActorKind>(),
  updatedBy: p.text(),
  deletedAt: p.datetime().$type<Date>().nullable(),
}

/** The current state of a memory. Deleted ones stay, so that they can be restored. */
export const memoryEntity = defineEntity({
  name: 'Memory',
  schema: 'graph',
  tableName: 'memory',
  properties: {
    ...common,
    /** Where it lies; null: in no space, so that all of the tenant see it. */
    spaceId: p.text().nullable(),
    title: p.text(),
    content: p.text(),
    // JSON and not an array: MikroORM writes the text `NULL` into an array as a null.
    tags: p.json<readonly string[]>(),
    attachments: p.json<readonly Attachment[]>(),
    confidence: p.double().$type<number>().nullable(),
    importance: p.double().$type<number>().nullable(),
    /** The live document that holds the content, and how far of it was taken over. */
    documentId: p.text().nullable(),
    documentEpoch: p.integer().nullable(),
    documentSeq: p.integer().nullable(),
    /** The memory that answers in the place of this one, which was merged into it. */
    mergedInto: p.text().nullable(),
  },
})

/** The current state of a relation. Deleted ones stay, so that they can be restored with a memory. */
export const relationEntity = defineEntity({
  name: 'Relation',
  schema: 'graph',
  tableName: 'relation',
  properties: {
    ...common,
    fromId: p.text(),
    toId: p.text(),
    weight: p.double().$type<number>(),
    /** The memory whose deletion took it away; null when it was deleted by itself. */
    deletedWith: p.text().nullable(),
    /** The relations that it contradicted when it was written, by id. */
    contradicts: p.json<readonly string[]>(),
  },
})

export type Memory = Readonly<Omit<InferEntity<typeof memoryEntity>, symbol>>
export type Relation = Readonly<Omit<InferEntity<typeof relationEntity>, symbol>>
