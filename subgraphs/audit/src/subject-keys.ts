import { randomBytes } from 'node:crypto'
import type { Em } from '@graphmemory/database/database.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import type { KeyRing } from '@graphmemory/sealing/key-ring.ts'
import type { SubjectKey } from './personal-fields.ts'

type KeyRow = { readonly id: string; readonly subject: string; readonly key_sealed: string }

const purposeOf = (keyId: string) => `audit-subject-key:${keyId}`

const open = (keyRing: KeyRing, { id, key_sealed }: Pick<KeyRow, 'id' | 'key_sealed'>): SubjectKey => ({
  id,
  bytes: Buffer.from(keyRing.open(key_sealed, purposeOf(id)), 'base64'),
})

/**
 * The keys to seal with, by subject; missing ones are made. `events` says how many events each is about to seal.
 * An erasure that runs meanwhile waits, and then drops the key that these events were sealed with.
 */
export async function takeSubjectKeys(
  em: Em,
  keyRing: KeyRing,
  tenantId: string,
  events: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, SubjectKey>> {
  if (events.size === 0) return new Map()
  const counts = [...events].map(([subject, count]) => ({ subject, count }))
  const known = await em.execute<KeyRow[]>(
    `update audit.subject_key set events = events + count
      from jsonb_to_recordset(?::jsonb) as sealing (subject text, count bigint)
      where tenant_id = ? and subject_key.subject = sealing.subject
      returning id, subject_key.subject, key_sealed`,
    [JSON.stringify(counts), tenantId],
  )
  const keys = new Map(known.map((row) => [row.subject, open(keyRing, row)]))
  const made = counts
    .filter(({ subject }) => !keys.has(subject))
    .map(({ subject, count }) => {
      const key: SubjectKey = { id: newId('ask'), bytes: randomBytes(32) }
      keys.set(subject, key)
      const key_sealed = keyRing.seal(key.bytes.toString('base64'), purposeOf(key.id))
      return { id: key.id, subject, key_sealed, events: count }
    })
  if (made.length > 0) {
    await em.execute(
      `insert into audit.subject_key (id, tenant_id, subject, key_sealed, events)
        select id, ?, subject, key_sealed, events
        from jsonb_to_recordset(?::jsonb) as made (id text, subject text, key_sealed text, events bigint)`,
      [tenantId, JSON.stringify(made)],
      'run',
    )
  }
  return keys
}

/** The keys by their ids, those that still exist. */
export async function readSubjectKeys(
  em: Em,
  keyRing: KeyRing,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  if (ids.length === 0) return new Map()
  const rows = await em.execute<KeyRow[]>('select id, key_sealed from audit.subject_key where id in (?)', [ids])
  return new Map(rows.map((row) => [row.id, open(keyRing, row).bytes]))
}
