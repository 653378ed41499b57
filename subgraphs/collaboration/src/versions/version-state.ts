import { applyUpdate, Doc } from 'yjs'
import { notFound } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import type { VersionRow } from './version-rows.ts'

/** The document as a version holds it. */
export async function documentAt({ collaboration, viewer }: Context, { id }: VersionRow): Promise<Doc> {
  const [row] = await collaboration.database.withTenant(viewer, (em) =>
    em.execute<{ state: Uint8Array }[]>('select state from collab.version where id = ?', [id]),
  )
  if (row === undefined) throw notFound('version')
  const doc = new Doc()
  applyUpdate(doc, row.state)
  return doc
}

export const textOfVersion = async (context: Context, version: VersionRow): Promise<string> =>
  (await documentAt(context, version)).getText('content').toJSON()
