import { CompiledQuery } from 'kysely'
import type { Em } from './database.ts'

/**
 * Carries out a statement whose parameters, `$1` and on, travel beside it. `em.execute` writes them into the text, character
 * by character, which for megabytes of them takes longer than the statement itself.
 */
export async function executeBound<Row>(em: Em, statement: string, parameters: readonly unknown[]): Promise<Row[]> {
  const startedAt = Date.now()
  const tell = (level: 'info' | 'error') =>
    em.config.getLogger().logQuery({ query: statement, level, took: Date.now() - startedAt })
  try {
    const { rows } = await em.getKysely().executeQuery<Row>(CompiledQuery.raw(statement, [...parameters]))
    tell('info')
    return rows
  } catch (error) {
    tell('error')
    throw error
  }
}
