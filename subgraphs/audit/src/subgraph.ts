import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { auditOutboxModule } from '@graphmemory/audit-outbox/audit-outbox-module.ts'
import { createKeyRing } from '@graphmemory/sealing/key-ring.ts'
import { buildSchema } from '@graphmemory/service/build-schema.ts'
import { createSubgraph } from '@graphmemory/service/create-subgraph.ts'
import { defineSubgraph } from '@graphmemory/service/subgraph-definition.ts'
import { auditModule } from './audit-module.ts'
import { readConfig } from './config.ts'
import { createContextFactory } from './context.ts'
import { permissions } from './permissions.ts'
import { createOutboxHealth } from './outbox-health.ts'
import { resolvers } from './resolvers.ts'
import { startSequencer } from './sequencer.ts'
import { openSigner } from './signing-key.ts'

const sdl = readFileSync(fileURLToPath(import.meta.resolve('@graphmemory/schema/audit.graphql')), 'utf8')

/** Each tenant's audit log: sealed, proven, exported. */
export const audit = defineSubgraph({
  name: 'audit',
  modules: [auditOutboxModule, auditModule],
  readConfig,
  async create(resources, config) {
    const { database, events, log, metrics } = resources
    const keyRing = createKeyRing(config.keyEncryptionKeys)
    const originOf = (tenantId: string) => `${config.origin}/${tenantId}`
    const signer = await openSigner(database, keyRing)
    const sequencer = await startSequencer({
      database,
      events,
      log,
      metrics,
      keyRing,
      signer,
      originOf,
      pollMs: config.pollMs,
      batch: 256,
    })
    return createSubgraph(resources, {
      name: 'audit',
      schema: buildSchema(sdl, resolvers, permissions),
      createContext: createContextFactory({ database, keyRing, originOf }),
      health: createOutboxHealth(database, metrics),
      dispose: async () => sequencer[Symbol.asyncDispose](),
    })
  },
})
