import canonicalize from 'canonicalize'
import type { AuditRecord } from '@graphmemory/audit-outbox/audit-record.ts'
import type { Actor } from '@graphmemory/identity/identity.ts'

/** An event as the outbox holds it. */
export type StoredEvent = Pick<
  AuditRecord,
  'type' | 'action' | 'resource' | 'details' | 'legalBasis' | 'purpose' | 'tags' | 'durationMs'
> & {
  readonly outcome: NonNullable<AuditRecord['outcome']>
  readonly actor: Actor
  readonly service?: string
  readonly requestId?: string
  readonly sessionId?: string
}

/** Personal fields as they are in a leaf: AES-256-GCM under the subject's key, with the rest of the leaf authenticated. */
export type SealedPersonal = { readonly key: string; readonly nonce: string; readonly ciphertext: string }

/** What a leaf says. Its bytes are this as canonical JSON (RFC 8785) in UTF-8. */
export type Leaf = {
  readonly version: 1
  readonly tenantId: string
  /** The leaf's place in the tenant's log. */
  readonly index: number
  readonly id: string
  /** ISO 8601 in UTC with milliseconds. */
  readonly recordedAt: string
  /** Whom the personal fields are about. */
  readonly subject: string
  readonly event: StoredEvent
  readonly personal?: SealedPersonal
}

export const encodeLeaf = (leaf: Leaf): Buffer => Buffer.from(toCanonicalJson(leaf))

/** The inverse; what stands in the log was encoded by us. */
export const decodeLeaf = (bytes: Uint8Array): Leaf => JSON.parse(Buffer.from(bytes).toString('utf8')) as Leaf

export function toCanonicalJson(value: object): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('not a JSON value')
  return text
}
