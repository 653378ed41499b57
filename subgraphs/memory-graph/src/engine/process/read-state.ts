import { createDigest, memoryHash, relationHash } from '../digest.ts'
import type { GraphConnection } from './graph-database.ts'
import { memoryColumns, memoryOf, relationColumns, relationOf } from './rows.ts'

/** Counts and digest from the rows themselves, whatever the graph says of itself. */
export async function readState(reader: GraphConnection) {
  const digest = createDigest()
  let memories = 0
  let relations = 0
  for await (const row of reader.stream(`MATCH (m:Memory) RETURN ${memoryColumns}`)) {
    digest.add(memoryHash(memoryOf(row)))
    memories++
  }
  for await (const row of reader.stream(`MATCH (a:Memory)-[r:Relation]->(b:Memory) RETURN ${relationColumns}`)) {
    digest.add(relationHash(relationOf(row)))
    relations++
  }
  return { memories, relations, digest: digest.hex() }
}
