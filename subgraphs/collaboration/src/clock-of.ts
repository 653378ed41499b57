import type { Doc } from 'yjs'

/** How far a client has written in a document. */
export function clockOf(doc: Doc, client: number): number {
  const last = doc.store.clients.get(client)?.at(-1)
  return last === undefined ? 0 : last.id.clock + last.length
}
