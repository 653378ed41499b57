import { baseModule } from './base-module.ts'
import { migrationTable } from './migrate.ts'
import type { DatabaseModule } from './module.ts'
import type { Orm } from './open-orm.ts'
import { hasCode, isOutage } from './translate-outage.ts'

/** Why nothing can be done with the database as it is, for the person who starts a process. */
export class DatabaseNotReadyError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'DatabaseNotReadyError'
  }
}

/** Throws `DatabaseNotReadyError` where the database does not answer, or lacks a step of the schema of these modules. */
export async function assertPrepared(orm: Orm, modules: readonly DatabaseModule[]): Promise<void> {
  for (const module of [baseModule, ...modules]) {
    const done = await readSteps(orm, module)
    const missing = module.migrations.filter(({ name }) => !done.has(name))
    if (missing.length > 0) {
      const names = missing.map(({ name }) => `${module.name}/${name}`)
      const shown = names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ')
      throw new DatabaseNotReadyError(`The database lacks ${shown}: run \`gm migrate\`.`)
    }
  }
}

async function readSteps(orm: Orm, module: DatabaseModule): Promise<ReadonlySet<string>> {
  try {
    const rows = await orm.query<{ name: string }>(`select name from ${migrationTable(module)}`, [])
    return new Set(rows.map(({ name }) => name))
  } catch (error) {
    if (isOutage(error)) throw new DatabaseNotReadyError('The database does not answer.', { cause: error })
    if (hasCode(error, notLetIn)) throw new DatabaseNotReadyError(`The database cannot be used: ${error.message}.`)
    // There is no such table, or it is one that only its owner may read, as `migrate` once left it.
    if (hasCode(error, unreadable)) return new Set()
    throw error
  }
}

/** SQLSTATEs of a wrong login or password, and of a database that does not exist. */
const notLetIn = /^(28...|3D000)$/
/** SQLSTATEs of a table that does not exist, and of one that may not be read. */
const unreadable = /^(42P01|42501)$/
