import type { Database } from '@graphmemory/database/database.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { recordAudit } from './record-audit.ts'
import type { AuditRecord } from './audit-record.ts'

/**
 * Makes the recorder of refusals: each is written in a transaction of its own and has been committed when the
 * promise resolves, so it can be awaited before the reply. It throws where it cannot write: the caller then
 * answers with an error all the same, never with the result.
 */
export function recordRefusal(database: Database) {
  return (identity: Identity, refusal: Refusal): Promise<string> =>
    database.withRole('gm_audit_recorder', (em) =>
      recordAudit(em, identity, { type: 'authorization', ...refusal, outcome: 'DENIED' }),
    )
}

/** What was refused: `type` is `authorization` when absent. */
export type Refusal = Omit<AuditRecord, 'type' | 'outcome'> & Partial<Pick<AuditRecord, 'type'>>
