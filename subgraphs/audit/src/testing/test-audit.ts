import { randomBytes } from 'node:crypto'
import { vi } from 'vitest'
import type { AuditRecord } from '@graphmemory/audit-outbox/audit-record.ts'
import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { User } from '@graphmemory/identity/identity.ts'
import { testSubgraph, type TestSubgraph, type TestSubgraphOptions } from '@graphmemory/testing/test-subgraph.ts'
import { audit } from '../subgraph.ts'

export type TestAudit = TestSubgraph & {
  /** Writes a record as an operation of another subgraph would. Returns the event's id. */
  record(viewer: User, record?: Partial<AuditRecord>): Promise<string>
  /** Waits until the viewer's log has at least this many leaves, and returns its checkpoint. */
  sealed(viewer: User, size: number): Promise<CheckpointAnswer>
}

type CheckpointAnswer = { readonly size: number; readonly rootHash: string; readonly note: string }

export const testEnv = () => ({
  KEY_ENCRYPTION_KEYS: `v1:${randomBytes(32).toString('base64')}`,
  AUDIT_ORIGIN: 'example.test',
  AUDIT_POLL_MS: '20',
})

/** An audit subgraph on a throw-away database. */
export async function testAudit(options: TestSubgraphOptions = {}): Promise<TestAudit> {
  const started = await testSubgraph(audit, { env: testEnv(), ...options })
  return {
    ...started,
    record: (viewer, record = {}) =>
      started.database.withTenant(viewer, (em) =>
        recordAudit(em, viewer, { type: 'data_modification', action: 'memory.create', ...record }),
      ),
    sealed: (viewer, size) =>
      vi.waitFor(
        async () => {
          const { auditCheckpoint } = await started.must<{ auditCheckpoint: CheckpointAnswer | null }>(
            viewer,
            '{ auditCheckpoint { size rootHash note } }',
          )
          if (auditCheckpoint === null || auditCheckpoint.size < size) throw new Error(`not ${size} leaves yet`)
          return auditCheckpoint
        },
        { timeout: 10_000, interval: 20 },
      ),
  }
}
