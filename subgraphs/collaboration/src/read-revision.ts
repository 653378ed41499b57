import { applyUpdate, Doc } from 'yjs'
import type { Em } from '@graphmemory/database/database.ts'

/** A document as it was just after one entry of its log. */
export type Revision = {
  readonly seq: number
  readonly doc: Doc
  /** Whether every entry after it is still there: what is built on it can be merged, and is known if it comes again. */
  readonly isInLog: boolean
}

type Row = { kind: 'base' | 'entry' | 'first'; seq: number | null; payload: Uint8Array | null }

/**
 * Makes a document as it was after an entry: from the newest whole state before it and the entries between. Null where
 * these are no longer kept. One statement: one moment.
 */
export async function readRevision(em: Em, documentId: string, epoch: number, seq: number): Promise<Revision | null> {
  const rows = await em.execute<Row[]>(
    `with base as (
       select seq, state from (
         select seq, state from collab.base where document_id = ? and epoch = ? and seq <= ?
         union all
         select seq, state from collab.snapshot where document_id = ? and epoch = ? and seq <= ?
       ) states order by seq desc limit 1
     )
     select 'base' as kind, seq, state as payload from base
     union all select 'entry', e.seq, e.payload from collab.entry e
       where e.document_id = ? and e.epoch = ? and e.seq <= ? and e.seq > coalesce((select seq from base), 0)
     union all select 'first', min(e.seq), null::bytea from collab.entry e where e.document_id = ? and e.epoch = ?
     order by kind, seq`,
    [documentId, epoch, seq, documentId, epoch, seq, documentId, epoch, seq, documentId, epoch],
  )
  const base = rows.find(({ kind }) => kind === 'base')
  const entries = rows.filter(({ kind }) => kind === 'entry')
  if ((base?.seq ?? 0) + entries.length !== seq) return null
  const doc = new Doc()
  doc.transact(() => {
    for (const { payload } of [...(base === undefined ? [] : [base]), ...entries])
      if (payload !== null) applyUpdate(doc, payload)
  })
  const first = rows.find(({ kind }) => kind === 'first')?.seq
  return { seq, doc, isInLog: first != null && first <= seq + 1 }
}
