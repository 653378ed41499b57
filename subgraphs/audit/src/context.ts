import type { Database, Work } from '@graphmemory/database/database.ts'
import { tenantOf, type Identity } from '@graphmemory/identity/identity.ts'
import type { KeyRing } from '@graphmemory/sealing/key-ring.ts'

/** What one request may touch: the log of its viewer's tenant. */
export type Context = {
  readonly viewer: Identity
  readonly keyRing: KeyRing
  /** The name of a tenant's log, the first line of its checkpoints. */
  readonly originOf: (tenantId: string) => string
  /** Runs work in one transaction that sees nothing but the viewer's tenant's log. */
  withLog<T>(work: Work<T>): Promise<T>
}

export function createContextFactory(parts: {
  readonly database: Database
  readonly keyRing: KeyRing
  readonly originOf: (tenantId: string) => string
}): (viewer: Identity) => Context {
  const { database, keyRing, originOf } = parts
  return (viewer) => ({
    viewer,
    keyRing,
    originOf,
    withLog: (work) => database.withRole('gm_audit_tenant', work, { tenantId: tenantOf(viewer) }),
  })
}
