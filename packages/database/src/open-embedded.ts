import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { createPostgreSqlTypeParsers } from '@mikro-orm/sql'
import { parse } from 'postgres-array'

/**
 * Opens PGlite in a folder, or in memory without one; `dump` (made by `dumpDataDir`) is what a new one starts from.
 * One process a folder: a second one would damage it.
 */
export function openEmbedded(options: { readonly folder?: string; readonly dump?: Blob }): Promise<PGlite> {
  const settings: PGliteOptions = { parsers: createPostgreSqlTypeParsers((text) => parse(text)) }
  if (options.folder !== undefined) settings.dataDir = options.folder
  if (options.dump !== undefined) settings.loadDataDir = options.dump
  return PGlite.create(settings)
}
