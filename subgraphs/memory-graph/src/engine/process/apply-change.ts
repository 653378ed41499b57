import type { GraphChange } from '../engine.ts'
import { indexText } from '../index-text.ts'
import type { GraphMemory, GraphRelation } from '../graph-rows.ts'
import type { GraphConnection } from './graph-database.ts'
import { memoryColumns, memoryOf, relationColumns, relationOf } from './rows.ts'
import type { Tally } from './tally.ts'

/** Carries out one change, whatever the graph holds. */
export function applyChange(writer: GraphConnection, tally: Tally, change: GraphChange): void {
  switch (change.kind) {
    case 'putMemory':
      return putMemory(writer, tally, change.memory)
    case 'removeMemory':
      return removeMemory(writer, tally, change.id)
    case 'putRelation':
      return putRelation(writer, tally, change.relation)
    case 'removeRelation':
      return removeRelation(writer, tally, change)
  }
}

/** Parameters of a NULL carry no type, so every column that may be NULL is cast. */
const memoryValues = `m.type = $type, m.title = $title, m.content = $content, m.tags = CAST($tags AS STRING[]),
  m.properties = $properties, m.spaceId = CAST($spaceId AS STRING), m.createdBy = $createdBy,
  m.importance = CAST($importance AS DOUBLE), m.createdAt = CAST($createdAt AS INT64),
  m.updatedAt = CAST($updatedAt AS INT64), m.validFrom = CAST($validFrom AS INT64), m.validTo = CAST($validTo AS INT64),
  m.version = CAST($version AS INT64)`

function putMemory(writer: GraphConnection, tally: Tally, memory: GraphMemory): void {
  const [row] = writer.run(`MATCH (m:Memory {id: $id}) RETURN ${memoryColumns}`, { id: memory.id })
  const old = row === undefined ? undefined : memoryOf(row)
  const parameters = { ...memory, tags: [...memory.tags] }
  const words = indexText(memory)
  if (old === undefined) {
    writer.run(
      `CREATE (m:Memory {id: $id, type: $type, title: $title, content: $content, tags: CAST($tags AS STRING[]),
         properties: $properties, spaceId: CAST($spaceId AS STRING), createdBy: $createdBy,
         importance: CAST($importance AS DOUBLE), createdAt: CAST($createdAt AS INT64),
         updatedAt: CAST($updatedAt AS INT64), validFrom: CAST($validFrom AS INT64), validTo: CAST($validTo AS INT64),
         version: CAST($version AS INT64), indexText: $words})`,
      { ...parameters, words },
    )
  } else if (indexText(old) === words) {
    writer.run(`MATCH (m:Memory {id: $id}) SET ${memoryValues}`, parameters)
  } else {
    writer.run(`MATCH (m:Memory {id: $id}) SET ${memoryValues}, m.indexText = $words`, { ...parameters, words })
  }
  tally.memory(old, memory)
}

function removeMemory(writer: GraphConnection, tally: Tally, id: string): void {
  const [row] = writer.run(`MATCH (m:Memory {id: $id}) RETURN ${memoryColumns}`, { id })
  if (row === undefined) return
  const relations = [
    ...writer.run(`MATCH (a:Memory {id: $id})-[r:Relation]->(b:Memory) RETURN ${relationColumns}`, { id }),
    ...writer.run(`MATCH (b:Memory {id: $id})<-[r:Relation]-(a:Memory) WHERE a.id <> $id RETURN ${relationColumns}`, {
      id,
    }),
  ].map(relationOf)
  writer.run(`MATCH (m:Memory {id: $id}) DETACH DELETE m`, { id })
  for (const relation of relations) tally.relation(relation, undefined)
  tally.memory(memoryOf(row), undefined)
}

function putRelation(writer: GraphConnection, tally: Tally, relation: GraphRelation): void {
  const old = findRelation(writer, relation)
  const parameters = { ...relation }
  if (old !== undefined) {
    writer.run(
      `MATCH (a:Memory {id: $fromId})-[r:Relation]->(b:Memory {id: $toId}) WHERE r.id = $id
       SET r.type = $type, r.weight = CAST($weight AS DOUBLE), r.createdAt = CAST($createdAt AS INT64),
         r.validFrom = CAST($validFrom AS INT64), r.validTo = CAST($validTo AS INT64), r.version = CAST($version AS INT64)`,
      parameters,
    )
    return tally.relation(old, relation)
  }
  const [made] = writer.run(
    `MATCH (a:Memory {id: $fromId}) WITH a MATCH (b:Memory {id: $toId})
     CREATE (a)-[r:Relation {id: $id, type: $type, weight: CAST($weight AS DOUBLE), createdAt: CAST($createdAt AS INT64),
       validFrom: CAST($validFrom AS INT64), validTo: CAST($validTo AS INT64), version: CAST($version AS INT64)}]->(b)
     RETURN r.id AS id`,
    parameters,
  )
  if (made !== undefined) tally.relation(undefined, relation)
}

type RelationKey = { readonly id: string; readonly fromId: string; readonly toId: string }

function removeRelation(writer: GraphConnection, tally: Tally, { id, fromId, toId }: RelationKey): void {
  const old = findRelation(writer, { id, fromId, toId })
  if (old === undefined) return
  writer.run(`MATCH (a:Memory {id: $fromId})-[r:Relation]->(b:Memory {id: $toId}) WHERE r.id = $id DELETE r`, {
    id,
    fromId,
    toId,
  })
  tally.relation(old, undefined)
}

function findRelation(writer: GraphConnection, { id, fromId, toId }: RelationKey): GraphRelation | undefined {
  const [row] = writer.run(
    `MATCH (a:Memory {id: $fromId})-[r:Relation]->(b:Memory {id: $toId}) WHERE r.id = $id RETURN ${relationColumns}`,
    { id, fromId, toId },
  )
  return row === undefined ? undefined : relationOf(row)
}
