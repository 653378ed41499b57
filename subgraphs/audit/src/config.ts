import { z } from 'zod'
import { keyEncryptionKeys } from '@graphmemory/sealing/key-encryption-keys.ts'
import type { KeyEncryptionKey } from '@graphmemory/sealing/key-ring.ts'
import { readConfig as read, whole, type Env } from '@graphmemory/service/read-config.ts'

const shape = z.object({
  KEY_ENCRYPTION_KEYS: keyEncryptionKeys,
  AUDIT_ORIGIN: z
    .string()
    .regex(/^[^\s+]+$/, 'has no spaces and no +')
    .default('graphmemory'),
  AUDIT_POLL_MS: whole(10, 60_000).default(1_000),
})

export type AuditConfig = {
  readonly keyEncryptionKeys: readonly [KeyEncryptionKey, ...KeyEncryptionKey[]]
  /** What the names of the logs begin with: unique among those whose checkpoints meet somewhere, and never changed. */
  readonly origin: string
  /** How often to look for records that no news came of. */
  readonly pollMs: number
}

/** Reads what the audit subgraph needs from the environment; throws one `ConfigError` with all problems. */
export function readConfig(env: Env): AuditConfig {
  const { KEY_ENCRYPTION_KEYS, AUDIT_ORIGIN, AUDIT_POLL_MS } = read(shape, env)
  return { keyEncryptionKeys: KEY_ENCRYPTION_KEYS, origin: AUDIT_ORIGIN, pollMs: AUDIT_POLL_MS }
}
