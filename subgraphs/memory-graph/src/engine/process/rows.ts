import type { GraphMemory, GraphRelation } from '../graph-rows.ts'
import type { Row } from './graph-database.ts'
import { number, numberOrNull, text, textOrNull, texts } from './row-fields.ts'

/** The columns of a memory as the query must return them, for `memoryOf`. */
export const memoryColumns = `m.id AS id, m.type AS type, m.title AS title, m.content AS content, m.tags AS tags,
  m.properties AS properties, m.spaceId AS spaceId, m.createdBy AS createdBy, m.importance AS importance,
  m.createdAt AS createdAt, m.updatedAt AS updatedAt, m.validFrom AS validFrom, m.validTo AS validTo, m.version AS version`

export function memoryOf(row: Row): GraphMemory {
  return {
    id: text(row, 'id'),
    type: text(row, 'type'),
    title: text(row, 'title'),
    content: text(row, 'content'),
    tags: texts(row, 'tags'),
    properties: text(row, 'properties'),
    spaceId: textOrNull(row, 'spaceId'),
    createdBy: text(row, 'createdBy'),
    importance: numberOrNull(row, 'importance'),
    createdAt: number(row, 'createdAt'),
    updatedAt: number(row, 'updatedAt'),
    validFrom: numberOrNull(row, 'validFrom'),
    validTo: numberOrNull(row, 'validTo'),
    version: number(row, 'version'),
  }
}

/** The columns of a relation `(a)-[r]->(b)`, for `relationOf`. */
export const relationColumns = `r.id AS id, a.id AS fromId, b.id AS toId, r.type AS type, r.weight AS weight,
  r.createdAt AS createdAt, r.validFrom AS validFrom, r.validTo AS validTo, r.version AS version`

export function relationOf(row: Row): GraphRelation {
  return {
    id: text(row, 'id'),
    fromId: text(row, 'fromId'),
    toId: text(row, 'toId'),
    type: text(row, 'type'),
    weight: number(row, 'weight'),
    createdAt: number(row, 'createdAt'),
    validFrom: numberOrNull(row, 'validFrom'),
    validTo: numberOrNull(row, 'validTo'),
    version: number(row, 'version'),
  }
}
