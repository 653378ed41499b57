import { GraphDeadlineError, StatementError } from '../engine-errors.ts'
import type { StatementRequest, StatementResult } from '../engine.ts'
import type { Parameters } from './graph-database.ts'
import type { GraphReading } from './open-graph.ts'

/** What the graph keeps for itself in a memory or a relation. */
const inner = new Set(['_id', '_src', '_dst', 'indexText'])

/** Carries out a statement that a person wrote, in a transaction that cannot write. */
export async function queryGraph(
  { reader }: GraphReading,
  { statement, parameters, maxRows, maxCharacters }: StatementRequest,
  deadlineMs: number,
): Promise<StatementResult> {
  let columns: readonly string[] = []
  const rows: unknown[][] = []
  let characters = 0
  await reader.execute('BEGIN TRANSACTION READ ONLY')
  try {
    const found = reader.streamOnce(statement, parameters as Parameters, deadlineMs, (names) => (columns = names))
    for await (const row of found) {
      const values = columns.map((column) => plain(row[column]))
      characters += JSON.stringify(values).length
      if (rows.length >= maxRows || characters > maxCharacters) return { columns, rows, isCut: true }
      rows.push(values)
    }
    return { columns, rows, isCut: false }
  } catch (error) {
    if (error instanceof GraphDeadlineError || !(error instanceof Error)) throw error
    throw new StatementError(error.message)
  } finally {
    // Where the statement failed, its transaction has ended with it.
    await reader.execute('ROLLBACK').catch(() => undefined)
  }
}

/** A value as JSON knows it: instants as text, whole numbers beyond what a double holds as text. */
function plain(value: unknown): unknown {
  if (value === undefined) return null
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => (inner.has(key) ? [] : [[key, plain(member)]])),
  )
}
