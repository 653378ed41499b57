import type { Em } from '@graphmemory/database/database.ts'
import type { Context } from '../context.ts'
import { createTurns } from '../next-turn.ts'
import { importBatch, type BatchReport } from './import-batch.ts'
import { isDefinition, isLineError, keyOf, readImportLine, type ImportedLine, type LineError } from './import-line.ts'
import type { ImportRun } from './import-run.ts'

const batchLines = 4_000
const batchCharacters = 4_000_000
/** After so many new rows, and each time there are four times as many, the planner is told what tables hold now. */
const tellEvery = { first: 10_000, factor: 4 }
/** So many errors are told of; the others are only counted. */
const maxErrors = 1_000

/** What an import has done so far. */
export type ImportReport = {
  readonly lines: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly failed: number
  readonly errors: readonly LineError[]
}

/**
 * Imports lines of JSON, a batch a transaction, and tells after each what was done since the beginning. A line that is
 * wrong is left out and told of; where others follow a run, so are they; what was imported before a failure stays, and importing
 * it all again is harmless. While one batch is written, the next is read and the graph takes over the one before; whoever listens
 * is told of them all at once.
 */
export async function* importLines(
  context: Context,
  lines: AsyncIterable<string>,
  run?: ImportRun,
): AsyncIterable<ImportReport> {
  let report: ImportReport = { lines: 0, created: 0, updated: 0, unchanged: 0, failed: 0, errors: [] }
  let writing: Promise<ImportReport> | null = null
  const batches = inBatches(lines)
  let tellAt = tellEvery.first
  let telling: Promise<unknown> = Promise.resolve()
  /** Beside the next batch: nothing waits for it but the end. */
  const tellPlanner = () => {
    telling = telling.then(() => context.withTenant((em) => em.execute('select graph.refresh_statistics()')))
    // Its failure is met where it is awaited.
    telling.catch(() => undefined)
  }
  for (;;) {
    // Where the lines end in a failure, what is being written is finished first.
    const next = await batches.next().catch(async (error: unknown) => {
      await writing
      throw error
    })
    if (next.done === true) break
    const batch = next.value
    if (writing !== null) {
      report = await writing
      yield report
    }
    if (report.created >= tellAt) {
      tellPlanner()
      tellAt = report.created * tellEvery.factor
    }
    writing = writeBatch(context, batch, report, run)
    // Its failure is met where it is awaited.
    writing.catch(() => undefined)
  }
  if (writing === null) return
  report = await writing
  if (report.created >= tellEvery.first) tellPlanner()
  await telling
  yield report
}

/** Writes a batch; gives back what was done with it and before it. */
async function writeBatch(
  context: Context,
  batch: Batch,
  before: ImportReport,
  run: ImportRun | undefined,
): Promise<ImportReport> {
  const after = (done: BatchReport): ImportReport => ({
    lines: batch.lineNumber,
    created: before.created + done.created,
    updated: before.updated + done.updated,
    unchanged: before.unchanged + done.unchanged,
    failed: before.failed + batch.errors.length + done.errors.length,
    errors: [...before.errors, ...inOrder([...batch.errors, ...done.errors])].slice(0, maxErrors),
  })
  const keep = run === undefined ? undefined : (em: Em, done: BatchReport) => run.save(em, after(done))
  const done = await importBatch(context, batch.lines, { isQuiet: true, ...(keep !== undefined && { keep }) })
  run?.tell()
  return after(done)
}

const inOrder = (errors: readonly LineError[]) => errors.toSorted((a, b) => a.line - b.line)

type Batch = { readonly lines: ImportedLine[]; readonly errors: LineError[]; readonly lineNumber: number }

/** Batches in which no name stands twice, and in which definitions come first. */
async function* inBatches(lines: AsyncIterable<string>): AsyncGenerator<Batch, undefined> {
  let batch: ImportedLine[] = []
  let errors: LineError[] = []
  let names = new Set<string>()
  let characters = 0
  let lineNumber = 0
  // What the batch before writes goes on meanwhile.
  const turns = createTurns()
  for await (const json of lines) {
    if (turns.isOver()) await turns.next()
    if (json.trim() === '') {
      lineNumber += 1
      continue
    }
    const read = readImportLine(lineNumber + 1, json)
    const name = isLineError(read) ? null : keyOf(read)
    const last = batch.at(-1)
    const isOutOfOrder = !isLineError(read) && isDefinition(read) && last !== undefined && !isDefinition(last)
    const isFull = batch.length >= batchLines || characters >= batchCharacters
    if (isFull || isOutOfOrder || (name !== null && names.has(name))) {
      yield { lines: batch, errors, lineNumber }
      batch = []
      errors = []
      names = new Set()
      characters = 0
    }
    lineNumber += 1
    characters += json.length
    if (name !== null) names.add(name)
    if (isLineError(read)) errors.push(read)
    else batch.push(read)
  }
  yield { lines: batch, errors, lineNumber }
  return undefined
}
