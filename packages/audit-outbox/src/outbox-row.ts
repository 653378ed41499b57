import { actorOf, type Identity } from '@graphmemory/identity/identity.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { currentTrace } from '@graphmemory/telemetry/with-span.ts'
import { systemLog, type AuditRecord } from './audit-record.ts'
import { cleanJson } from './clean-json.ts'

/** A record as the outbox keeps it; `event` and `personal` are JSON text. */
export type OutboxRow = {
  readonly id: string
  readonly tenantId: string
  readonly event: string
  readonly subject: string
  readonly personal: string | null
  /** The trace in which it is written, where it is recorded. */
  readonly trace: string | null
}

export function outboxRow(identity: Identity, record: AuditRecord): OutboxRow {
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
  return {
    id,
    tenantId: record.tenantId ?? tenantIdOf(identity) ?? systemLog,
    event: cleanJson(event),
    subject: record.subject ?? actor.id ?? id,
    personal: Object.values(personal).some((value) => value !== undefined) ? cleanJson(personal) : null,
    trace: currentTrace() ?? null,
  }
}

const tenantIdOf = (identity: Identity) => (identity.kind === 'anonymous' ? null : identity.tenantId)
