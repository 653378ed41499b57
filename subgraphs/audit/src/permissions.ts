import type { Permissions } from '@graphmemory/service/build-schema.ts'
import { may } from '@graphmemory/service/rules.ts'

const mayRead = may('read', 'audit')

export const permissions: Permissions = {
  Query: {
    auditEvents: mayRead,
    auditEvent: mayRead,
    auditLog: mayRead,
    auditCheckpoint: mayRead,
    auditProof: mayRead,
    auditConsistency: mayRead,
  },
  Mutation: {
    exportAudit: may('export', 'audit'),
    eraseAuditSubject: may('manage', 'audit'),
  },
}
