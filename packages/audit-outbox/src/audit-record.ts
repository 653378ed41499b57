import type { Actor } from '@graphmemory/identity/identity.ts'

/** What an audit event may be about. */
export const auditEventTypes = [
  'authentication',
  'authorization',
  'data_access',
  'data_modification',
  'permission_change',
  'tenant_access',
  'collaboration',
  'system_event',
  'compliance_event',
  'security_event',
] as const
export type AuditEventType = (typeof auditEventTypes)[number]

/** How an attempt ended: done, refused, or permitted and not successful. */
export const auditOutcomes = ['ALLOWED', 'DENIED', 'FAILED'] as const
export type AuditOutcome = (typeof auditOutcomes)[number]

/** The log of what happens before or outside of any tenant. */
export const systemLog = 'system'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

/** What an operation says about itself; who and from where is taken from the identity. */
export type AuditRecord = {
  readonly type: AuditEventType
  /** What was attempted, as `resource.verb`. */
  readonly action: string
  readonly resource?: { readonly type: string; readonly id: string | null }
  /** `ALLOWED` when absent. */
  readonly outcome?: AuditOutcome
  /** What else is worth knowing. Nothing personal: it can never be erased. */
  readonly details?: Json
  /** What is about a person beside ip and user agent, which are always added: sealed, and erasable. */
  readonly personal?: Readonly<Record<string, string>>
  /** Whom the personal fields are about, as an opaque id; the actor when absent. */
  readonly subject?: string
  /** Who acted, where the identity does not know it yet (a sign-in). */
  readonly actor?: Actor
  /** Whose log it goes to, where it is not the identity's tenant (a tenant being created). */
  readonly tenantId?: string
  readonly legalBasis?: string
  readonly purpose?: string
  readonly tags?: readonly string[]
  readonly durationMs?: number
}
