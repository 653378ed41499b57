import { PGlite, types, type PGliteOptions } from '@electric-sql/pglite'
import { createPostgreSqlTypeParsers } from '@mikro-orm/sql'
import { parse } from 'postgres-array'

/** boolean[], bytea[], smallint[], integer[], text[], varchar[], bigint[], real[], double precision[], json[], jsonb[] */
const arrayTypes = [1000, 1001, 1005, 1007, 1009, 1015, 1016, 1021, 1022, 199, 3807]

/**
 * Opens PGlite in a folder, or in memory without one; `dump` (made by `dumpDataDir`) is what a new one starts from.
 * One process a folder: a second one would damage it.
 */
export async function openEmbedded(options: { readonly folder?: string; readonly dump?: Blob }): Promise<PGlite> {
  const parsers = createPostgreSqlTypeParsers((text) => parse(text))
  const settings: PGliteOptions = { parsers }
  if (options.folder !== undefined) settings.dataDir = options.folder
  // In memory there is nothing to buffer, and what is set aside for it must be zeroed first.
  else settings.startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB']
  if (options.dump !== undefined) settings.loadDataDir = options.dump
  const pglite = await PGlite.create(settings)
  // It copies its parsers for each statement: those of all three hundred array types took half of a short one's time.
  const kept = new Set([...Object.keys(types.parsers), ...Object.keys(parsers), ...arrayTypes.map(String)])
  pglite.parsers = Object.fromEntries(Object.entries(pglite.parsers).filter(([oid]) => kept.has(oid)))
  return pglite
}
