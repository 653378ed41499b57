import type { Em } from '@graphmemory/database/database.ts'
import { memoryEntity, relationEntity, type Memory, type Relation } from '../entities.ts'

/** The columns of a table by the names of an entity's properties. */
export const columnsOf = (properties: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> =>
  new Map(Object.keys(properties).map((name) => [name, name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]))

const memoryColumns = columnsOf(memoryEntity.properties)
const relationColumns = columnsOf(relationEntity.properties)
const saveMemories = statement('memory', memoryColumns)
const saveRelations = statement('relation', relationColumns)

/** Inserts rows, or replaces those that are there, in two statements however many they are. */
export async function saveRows(em: Em, memories: readonly Memory[], relations: readonly Relation[]): Promise<void> {
  if (memories.length > 0) await em.execute(saveMemories, [toJson(memories, memoryColumns)], 'run')
  if (relations.length > 0) await em.execute(saveRelations, [toJson(relations, relationColumns)], 'run')
}

function statement(table: string, columns: ReadonlyMap<string, string>): string {
  const all = [...columns.values()].join(', ')
  const replaced = [...columns.values()].filter((column) => column !== 'tenant_id' && column !== 'id')
  return `insert into graph.${table} (${all}) select ${all} from json_populate_recordset(null::graph.${table}, ?::json)
    on conflict (tenant_id, id) do update set ${replaced.map((column) => `${column} = excluded.${column}`).join(', ')}`
}

function toJson(rows: readonly (Memory | Relation)[], columns: ReadonlyMap<string, string>): string {
  return JSON.stringify(
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [columns.get(name), value]))),
  )
}
