import type { MemoryFilter } from '../engine.ts'
import type { GraphConnection } from './graph-database.ts'
import { matchesFilter } from './matches-filter.ts'

const statement = `MATCH (m:Memory {id: $id}) RETURN m.type AS type, m.tags AS tags, m.spaceId AS spaceId,
  m.createdBy AS createdBy, m.createdAt AS createdAt, m.validFrom AS validFrom, m.validTo AS validTo,
  m.properties AS properties`

/** Tells whether a memory meets a filter, asking the database at most once for each. */
export function createAdmission(reader: GraphConnection, filter: MemoryFilter | undefined): (id: string) => boolean {
  if (filter === undefined || Object.keys(filter).length === 0) return () => true
  const known = new Map<string, boolean>()
  return (id) => {
    const before = known.get(id)
    if (before !== undefined) return before
    const [row] = reader.run(statement, { id })
    const isAdmitted = row !== undefined && matchesFilter(row, filter)
    known.set(id, isAdmitted)
    return isAdmitted
  }
}
