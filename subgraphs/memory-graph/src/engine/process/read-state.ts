import { createDigest, memoryHash, relationHash } from '../digest.ts'
import type { GraphMemory, GraphRelation } from '../graph-rows.ts'
import type { GraphConnection } from './graph-database.ts'
import { memoryColumns, memoryOf, relationColumns, relationOf } from './rows.ts'
import type { Topology } from './topology.ts'

export async function* readMemories(reader: GraphConnection): AsyncGenerator<GraphMemory> {
  for await (const row of reader.stream(`MATCH (m:Memory) RETURN ${memoryColumns}`)) yield memoryOf(row)
}

export async function* readRelations(reader: GraphConnection): AsyncGenerator<GraphRelation> {
  for await (const row of reader.stream(`MATCH (a:Memory)-[r:Relation]->(b:Memory) RETURN ${relationColumns}`))
    yield relationOf(row)
}

/** Counts and digest from the rows themselves, whatever the graph says of itself; their shape goes into `topology`. */
export async function readState(reader: GraphConnection, topology?: Topology) {
  const digest = createDigest()
  let memories = 0
  let relations = 0
  for await (const memory of readMemories(reader)) {
    digest.add(memoryHash(memory))
    topology?.addMemory(memory)
    memories++
  }
  for await (const relation of readRelations(reader)) {
    digest.add(relationHash(relation))
    topology?.addRelation(relation)
    relations++
  }
  return { memories, relations, digest: digest.hex() }
}
