import kuzu from 'kuzu'
import type { Connection, Database, KuzuValue, PreparedStatement, QueryResult } from 'kuzu'
import { GraphDeadlineError } from '../engine-errors.ts'
import { nextTurn } from '../../next-turn.ts'

export type Row = Readonly<Record<string, KuzuValue>>
export type Parameters = Record<string, KuzuValue>

export type DatabaseOptions = { readonly bufferPoolBytes: number; readonly maxBytes: number; readonly threads: number }

/** What stands for no limit: the engine knows no way back to none. */
const unlimitedMs = 2 ** 31 - 1
/** Rows are turned into JavaScript on the main thread: after so many the others get their turn. */
const rowsPerTurn = 200

/**
 * One open database file. Checkpoints are ours to start: between two of them the main file does not change, which is what
 * makes its checksum meaningful.
 */
export class GraphDatabase {
  readonly #database: Database
  readonly #options: DatabaseOptions
  readonly #connections: GraphConnection[] = []

  private constructor(database: Database, options: DatabaseOptions) {
    this.#database = database
    this.#options = options
  }

  static async open(file: string, options: DatabaseOptions): Promise<GraphDatabase> {
    const database = new kuzu.Database(file, options.bufferPoolBytes, true, false, options.maxBytes, false)
    await database.init()
    const opened = new GraphDatabase(database, options)
    // Closing must not write: it may come to an end only when the last prepared statement is collected.
    await (await opened.connect()).execute('CALL force_checkpoint_on_close = false')
    return opened
  }

  async connect(): Promise<GraphConnection> {
    const connection = new kuzu.Connection(this.#database, this.#options.threads)
    await connection.init()
    const made = new GraphConnection(connection)
    this.#connections.push(made)
    return made
  }

  async close(): Promise<void> {
    for (const connection of this.#connections) await connection.close()
    await this.#database.close()
    collectSoon()
  }
}

/**
 * A closed database keeps its pages until the last object that points into it is collected, of which V8 knows only a few
 * bytes. So it is told, once for all that are closed at about the same time. What was not open for long is young, and found in a
 * tenth of the time; a full collection halts the process, and comes after many, or when they have long been closed.
 */
function collectSoon(): void {
  closed += 1
  collecting ??= setTimeout(() => {
    collecting = undefined
    if (closed >= closedUntilFull) return collectAll()
    globalThis.gc?.({ type: 'minor' })
    collectingAll ??= setTimeout(collectAll, collectAllAfterMs)
  }, collectAfterMs)
}

function collectAll(): void {
  clearTimeout(collectingAll)
  collectingAll = undefined
  closed = 0
  globalThis.gc?.()
}

let closed = 0
let collecting: NodeJS.Timeout | undefined
let collectingAll: NodeJS.Timeout | undefined
const collectAfterMs = 500
const collectAllAfterMs = 5_000
const closedUntilFull = 48

/** One connection: one statement at a time, each prepared once. Every result is closed before the next statement. */
export class GraphConnection {
  readonly #connection: Connection
  readonly #statements = new Map<string, PreparedStatement>()
  #timeoutMs = unlimitedMs

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** For statements that take well under a millisecond: blocks, and saves the way through the thread pool. */
  run(statement: string, parameters: Parameters = {}): Row[] {
    const results = this.#connection.executeSync(this.#prepared(statement), parameters)
    try {
      return listOf(results).flatMap((result) => result.getAllSync())
    } finally {
      for (const result of listOf(results)) result.close()
    }
  }

  /** For all others: works in the thread pool, and gives rows in turns with whatever else there is to do. */
  async *stream(statement: string, parameters: Parameters = {}, deadlineMs = unlimitedMs): AsyncGenerator<Row> {
    this.#limit(deadlineMs)
    const results = await this.#connection.execute(this.#prepared(statement), parameters).catch(translate)
    try {
      for (const result of listOf(results)) yield* rowsOf(result)
    } finally {
      for (const result of listOf(results)) result.close()
    }
  }

  async all(statement: string, parameters: Parameters = {}, deadlineMs = unlimitedMs): Promise<Row[]> {
    return Array.fromAsync(this.stream(statement, parameters, deadlineMs))
  }

  /** A statement that runs once: nothing of it is kept. `onColumns` is told their names before the first row. */
  async *streamOnce(
    statement: string,
    parameters: Parameters,
    deadlineMs: number,
    onColumns: (names: readonly string[]) => void,
  ): AsyncGenerator<Row> {
    this.#limit(deadlineMs)
    const prepared = await this.#connection.prepare(statement)
    if (!prepared.isSuccess()) throw new Error(prepared.getErrorMessage())
    const [result, ...others] = listOf(await this.#connection.execute(prepared, parameters).catch(translate))
    try {
      if (result === undefined || others.length > 0) throw new Error('One statement at a time')
      onColumns(await result.getColumnNames())
      yield* rowsOf(result)
    } finally {
      for (const each of [result, ...others]) each?.close()
    }
  }

  async allOnce(statement: string): Promise<Row[]> {
    return Array.fromAsync(this.streamOnce(statement, {}, unlimitedMs, () => {}))
  }

  /** A statement that takes no parameters and runs once: definitions and COPY. */
  async execute(statement: string): Promise<void> {
    this.#limit(unlimitedMs)
    for (const result of listOf(await this.#connection.query(statement))) result.close()
  }

  async close(): Promise<void> {
    this.#statements.clear()
    await this.#connection.close()
  }

  #prepared(statement: string): PreparedStatement {
    const known = this.#statements.get(statement)
    if (known !== undefined) return known
    const prepared = this.#connection.prepareSync(statement)
    if (!prepared.isSuccess()) throw new Error(`${prepared.getErrorMessage()} in ${statement}`)
    this.#statements.set(statement, prepared)
    return prepared
  }

  #limit(timeoutMs: number): void {
    if (timeoutMs === this.#timeoutMs) return
    this.#connection.setQueryTimeout(Math.ceil(timeoutMs))
    this.#timeoutMs = timeoutMs
  }
}

async function* rowsOf(result: QueryResult): AsyncGenerator<Row> {
  for (let n = 1; result.hasNext(); n++) {
    const row = result.getNextSync()
    if (row !== null) yield row
    if (n % rowsPerTurn === 0) await nextTurn()
  }
}

function listOf(results: QueryResult | QueryResult[]): QueryResult[] {
  return Array.isArray(results) ? results : [results]
}

function translate(error: unknown): never {
  if (error instanceof Error && error.message.startsWith('Interrupted')) {
    throw new GraphDeadlineError('the query took too long', { cause: error })
  }
  throw error
}
