import type { Em } from '@graphmemory/database/database.ts'
import { actorOf, type Identity } from '@graphmemory/identity/identity.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { systemLog, type AuditRecord } from './audit-record.ts'
import { cleanJson } from './clean-json.ts'

/**
 * Writes an audit record in the transaction of `em`: it is kept exactly when the transaction is. Returns the
 * event's id. Written before the rows it is about, it makes their `audited` trigger free.
 *
 * It goes to the log of the identity's tenant, or to the system's where there is none. In `withTenant` only the
 * tenant's own log can be written; other doors may write to any.
 */
export async function recordAudit(em: Em, identity: Identity, record: AuditRecord): Promise<string> {
  const id = newId('aud')
  const actor = record.actor ?? actorOf(identity)
  const { ip, userAgent } = identity.request
  const event = {
    type: record.type,
    action: record.action,
    outcome: record.outcome ?? 'ALLOWED',
    actor,
    service: identity.kind === 'service' ? identity.service : undefined,
    resource: record.resource,
    details: record.details,
    requestId: identity.request.id,
    sessionId: identity.kind === 'user' ? identity.sessionId : undefined,
    durationMs: record.durationMs,
    legalBasis: record.legalBasis,
    purpose: record.purpose,
    tags: record.tags,
  }
  const personal = { ip: ip ?? undefined, userAgent: userAgent ?? undefined, ...record.personal }
  await em.execute(
    'insert into audit.outbox (id, tenant_id, event, subject, personal) values (?, ?, ?::jsonb, ?, ?::jsonb)',
    [
      id,
      record.tenantId ?? tenantIdOf(identity) ?? systemLog,
      JSON.stringify(cleanJson(event)),
      record.subject ?? actor.id ?? id,
      Object.values(personal).some((value) => value !== undefined) ? JSON.stringify(cleanJson(personal)) : null,
    ],
    'run',
  )
  return id
}

const tenantIdOf = (identity: Identity) => (identity.kind === 'anonymous' ? null : identity.tenantId)
