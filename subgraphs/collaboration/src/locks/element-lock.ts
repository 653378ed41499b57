import type { Em } from '@graphmemory/database/database.ts'
import { isStorable } from '@graphmemory/database/is-storable.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import type { KnownActor } from '../actor-kinds.ts'

/** A session's hold on an element of its document, until `expiresAt`. */
export type ElementLock = {
  readonly element: string
  readonly token: number
  readonly sessionId: string
  readonly yjsClientId: number
  readonly holder: KnownActor
  readonly expiresAt: Date
}

/** What readers are told of an element: who holds it until when, or with nulls that nobody does. */
export type LockChange = {
  readonly element: string
  readonly yjsClientId: number | null
  readonly expiresAt: Date | string | null
}

/** What a push says that it holds. */
export type HeldLock = { readonly element: string; readonly token: number }

type Row = {
  element: string
  token: number
  session_id: string
  yjs_client_id: number
  actor_kind: KnownActor['kind']
  actor_id: string
  expires_at: string | Date
}

/** The locks of a document whose lease runs, by the name of their element. */
export async function readLocks(em: Em, documentId: string): Promise<ElementLock[]> {
  const rows = await em.execute<Row[]>(
    `select l.element, l.token, l.session_id, s.yjs_client_id, s.actor_kind, s.actor_id, l.expires_at
     from collab.element_lock l join collab.session s on s.id = l.session_id
     where l.document_id = ? and l.expires_at > clock_timestamp() order by l.element`,
    [documentId],
  )
  return rows.map((row) => ({
    element: row.element,
    token: row.token,
    sessionId: row.session_id,
    yjsClientId: row.yjs_client_id,
    holder: { kind: row.actor_kind, id: row.actor_id },
    expiresAt: new Date(row.expires_at),
  }))
}

/** Whether a session still holds all of these. Exact where the document's row is locked. */
export async function areHeld(
  em: Em,
  documentId: string,
  sessionId: string,
  held: readonly HeldLock[],
): Promise<boolean> {
  const locks = await readLocks(em, documentId)
  return held.every(({ element, token }) =>
    locks.some((lock) => lock.element === element && lock.token === token && lock.sessionId === sessionId),
  )
}

const maxElementLength = 200

/** The name of an element. Throws `BAD_USER_INPUT`. */
export function readElement(element: string): string {
  if (element === '' || element.length > maxElementLength || !isStorable(element))
    throw badInput('element', `An element's name has 1 to ${maxElementLength} characters`)
  return element
}

const defaultLeaseMs = 30_000

/** How long a lock shall hold. Throws `BAD_USER_INPUT`. */
export function readLease(leaseMs: number | null | undefined): number {
  const lease = leaseMs ?? defaultLeaseMs
  if (lease < 1_000 || lease > 120_000) throw badInput('leaseMs', 'A lease is 1,000 to 120,000 milliseconds')
  return lease
}
