import { readFile } from 'node:fs/promises'
import { auditOutboxModule } from '@graphmemory/audit-outbox/audit-outbox-module.ts'
import type { Service } from '@graphmemory/identity/identity.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { startBackground } from '@graphmemory/service/background.ts'
import { buildSchema } from '@graphmemory/service/build-schema.ts'
import { createSubgraph } from '@graphmemory/service/create-subgraph.ts'
import type { Resources } from '@graphmemory/service/resources.ts'
import { defineSubgraph } from '@graphmemory/service/subgraph-definition.ts'
import type { Subgraph } from '@graphmemory/service/subgraph.ts'
import { createTokenIssuer } from './access-token.ts'
import { attemptLimits } from './attempt-limits.ts'
import { readConfig, type TenantAuthConfig } from './config.ts'
import { createContext, type Services } from './context.ts'
import { developmentMailbox } from './development-mailbox.ts'
import { createIdentityEvents } from './events.ts'
import { createKeyRing } from '@graphmemory/sealing/key-ring.ts'
import { keySetRoute } from './key-set-route.ts'
import { createMailer } from './mailer.ts'
import { smtpTransport } from './mail-transport.ts'
import { createPasswordHasher } from './password-hasher.ts'
import { permissions } from './permissions.ts'
import { resolvers } from './resolvers.ts'
import { observeSessions } from './observe-sessions.ts'
import { openSigningKeys } from './signing-keys.ts'
import { sweep } from './sweep.ts'
import { tenantAuthModule } from './tenant-auth-module.ts'

const name = 'tenant-auth'
/** Mail leaves at once where it was queued; this is for what another process queued, or what has to be tried again. */
const mailMs = 15_000
const maintenanceMs = 10 * 60_000

/** People, tenants, memberships, sessions and keys: who may do what, and where. */
export const tenantAuth = defineSubgraph<TenantAuthConfig>({
  name,
  modules: [auditOutboxModule, tenantAuthModule],
  readConfig,
  create: createTenantAuth,
})

async function createTenantAuth(resources: Resources, config: TenantAuthConfig): Promise<Subgraph> {
  const { database, events, metrics } = resources
  const log = resources.log.child({ subgraph: name })
  const keyRing = createKeyRing(config.keyEncryptionKeys)
  const signingKeys = await openSigningKeys(database, keyRing, ownIdentity())
  const transport = config.smtp === null ? null : smtpTransport(config.smtp.url, config.smtp.from)
  const mailer = createMailer({
    database,
    keyRing,
    publicUrl: config.publicUrl,
    transport,
    identity: ownIdentity(),
    log,
  })
  const mail = startBackground('mail', mailMs, () => mailer.sendDue(), log)
  const maintenance = startBackground(
    'maintenance',
    maintenanceMs,
    async () => {
      await signingKeys.maintain(ownIdentity())
      await sweep(database, ownIdentity())
    },
    log,
  )
  observeSessions(database, metrics, log)
  mail.wake()
  maintenance.wake()

  const services: Services = {
    config,
    database,
    identityEvents: createIdentityEvents(events, log, metrics),
    keyRing,
    passwords: await createPasswordHasher(),
    signingKeys,
    issueAccessToken: createTokenIssuer(signingKeys, config.issuer, config.audience),
    limits: attemptLimits(config.environment),
    wakeMailer: () => mail.wake(),
  }
  const sdl = await readFile(new URL('../../../schema/tenant-auth.graphql', import.meta.url), 'utf8')
  return createSubgraph(resources, {
    name,
    schema: buildSchema(sdl, resolvers, permissions),
    createContext: (viewer) => createContext(services, viewer),
    routes: [
      keySetRoute(signingKeys),
      ...(config.environment === 'development' && config.smtp === null ? [developmentMailbox(mailer)] : []),
    ],
    health: async () => ({ database: (await database.isHealthy()) ? 'ok' : 'down' }),
    async dispose() {
      await maintenance[Symbol.asyncDispose]()
      await mail[Symbol.asyncDispose]()
      transport?.close()
    },
  })
}

/** Who works in the background. */
const ownIdentity = (): Service => ({
  kind: 'service',
  service: name,
  tenantId: null,
  onBehalfOf: null,
  request: { id: newId('req'), ip: null, userAgent: null },
})
