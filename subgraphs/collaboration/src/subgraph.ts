import { readFileSync } from 'node:fs'
import { auditOutboxModule } from '@graphmemory/audit-outbox/audit-outbox-module.ts'
import { isTenantReadOnly } from '@graphmemory/database/translate-outage.ts'
import { errorCodeOf } from '@graphmemory/errors/error-code-of.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { buildSchema } from '@graphmemory/service/build-schema.ts'
import { createSubgraph } from '@graphmemory/service/create-subgraph.ts'
import { followMemberships } from '@graphmemory/service/follow-memberships.ts'
import { membershipCursor } from '@graphmemory/service/membership-cursor.ts'
import type { Resources } from '@graphmemory/service/resources.ts'
import { defineSubgraph } from '@graphmemory/service/subgraph-definition.ts'
import type { Subgraph } from '@graphmemory/service/subgraph.ts'
import { ActivityNews } from './activity/activity-news.ts'
import type { Config } from './collaboration-config.ts'
import { collaborationModule } from './collaboration-module.ts'
import type { Collaboration } from './collaboration.ts'
import { createCollaborationSocket } from './collaboration-socket.ts'
import { readConfig } from './config.ts'
import { createContext } from './context.ts'
import { defaultLimits } from './limits.ts'
import { createMeters } from './meters.ts'
import { PatchAuthors } from './patch-authors.ts'
import { permissions } from './permissions.ts'
import { PlaceAccess } from './place-access.ts'
import { probeWrites } from './probe-writes.ts'
import { createPostgresDocumentLog } from './postgres-document-log.ts'
import { Projector } from './projector.ts'
import { resolvers } from './resolvers.ts'
import { DocumentRoles } from './roles/document-roles.ts'
import { endRoles } from './roles/end-roles.ts'
import { RoleWatches } from './roles/role-watches.ts'
import { control } from './room-event.ts'
import { Rooms } from './rooms.ts'
import { Sessions } from './sessions.ts'
import { UpdateTrial } from './update-trial.ts'
import { WriteWatch } from './write-watch.ts'

const sdl = readFileSync(new URL('../../../schema/collaboration.graphql', import.meta.url), 'utf8')
const newsBytes = 64 * 1024

/** Live editing: documents, their logs, sessions and events. */
export const collaboration = defineSubgraph<Config>({
  name: 'collaboration',
  modules: [auditOutboxModule, collaborationModule],
  readConfig,
  create: createCollaboration,
})

async function createCollaboration(resources: Resources, config: Config): Promise<Subgraph> {
  const { database, events, log } = resources
  const limits = { ...defaultLimits, ...config.limits }
  const node = newId('nod')
  const meters = createMeters(resources.metrics)
  const history = {
    entries: config.historyEntries ?? 5_000,
    bytes: 8 * 1024 * 1024,
    entriesPerVersion: config.versionAfterEntries ?? 500,
    versions: config.versionsKept ?? 100,
  }
  const postgresLog = createPostgresDocumentLog(database, history, {
    settled: (entries, seconds) => {
      meters.committed(entries, seconds)
      writes.committed()
    },
    failed: (error) => {
      if (isTenantReadOnly(error)) writes.look()
      else if (errorCodeOf(error) === 'UNAVAILABLE') writes.failed()
    },
    kept: (tenantId, told) => activityNews.tell(tenantId, told),
    stored: ({ tenantId, documentId }, epoch, fromSeq, payloads) =>
      events.publish('document.committed', {
        tenantId,
        documentId,
        epoch,
        fromSeq,
        toSeq: fromSeq + payloads.length - 1,
        node,
        ...(payloads.reduce((sum, { length }) => sum + length, 0) <= newsBytes && {
          updates: payloads.map((payload) => Buffer.from(payload).toString('base64')),
        }),
      }),
  })
  const documentLog = config.wrapLog?.(postgresLog) ?? postgresLog
  const headCheckMs = config.headCheckMs ?? { healthy: 2_000, unhealthy: 250 }
  const activityNews = new ActivityNews({ database, events, log, headCheckMs })
  const access = new PlaceAccess({ source: (name) => resources.source(name), limits })
  const roles = new DocumentRoles(database, access)
  const sessions = new Sessions(database, limits, roles)
  const roleWatches = new RoleWatches(roles, sessions, events, log)
  const rooms = new Rooms({
    database,
    documentLog,
    events,
    log,
    node,
    windowMs: config.windowMs ?? 50,
    behindMs: limits.behindMs,
    idleMs: config.roomIdleMs ?? 60_000,
    versionAfterMs: config.versionAfterMs ?? 300_000,
    compactAfter: { entries: config.compactAfterEntries ?? 200, bytes: 256 * 1024 },
    headCheckMs,
    onEntries: (room) => projector.touched(room.key),
    onSessionEnded: (sessionId) => sessions.ended(sessionId),
  })
  const trial = new UpdateTrial(150)
  const writes = new WriteWatch({
    ...(config.writeWatch ?? { everyMs: 1_000, momentMs: 1_500 }),
    probe: () => database.withRole('gm_collaboration', probeWrites),
    isNeeded: () => rooms.all().length > 0,
    changed: (isConcerned, isReadOnly) => {
      const message = control('READ_ONLY_MODE', { isReadOnly, retryAfterMs: isReadOnly ? writes.retryAfterMs : null })
      for (const { key, audience } of rooms.all()) if (isConcerned(key.tenantId)) audience.tell(null, message)
    },
    log,
  })
  const hearingOfTenants = await events.subscribe('tenant.read_only_changed', () => writes.look())
  const parts: Collaboration = {
    database,
    source: (name) => resources.source(name),
    access,
    log,
    documentLog,
    rooms,
    sessions,
    roles,
    roleWatches,
    patchAuthors: new PatchAuthors(database, limits),
    activityNews,
    trial,
    writes,
    limits,
  }
  const projector = new Projector(parts, {
    idleMs: config.projectIdleMs ?? 400,
    maxMs: 10_000,
    sweepMs: 5_000,
    abandonedMs: 15_000,
  })
  const schema = buildSchema(sdl, resolvers, permissions)
  const renewing = setInterval(() => void renewStreams(parts), 30_000).unref()
  const rechecking = setInterval(() => void roleWatches.recheck(), limits.accessRecheckMs).unref()

  await rooms.start()
  await activityNews.start()
  const hearing = await roleWatches.listen()
  const memberships = await followMemberships({
    service: 'collaboration',
    tenantAuth: () => resources.source('tenant-auth'),
    events,
    log,
    cursor: membershipCursor(database, 'gm_collaboration', 'collab.membership_cursor'),
    end: async (change, service) => {
      const documentIds = await endRoles(database, service, change)
      for (const documentId of documentIds) await roleWatches.tell(change.tenantId, documentId)
    },
  })
  projector.start()
  const socket = await createCollaborationSocket({
    ...resources,
    schema,
    collaboration: parts,
    recheckMs: config.recheckMs ?? 30_000,
  })
  meters.observe({ rooms, socket, writes })
  const subgraph = createSubgraph(resources, {
    name: 'collaboration',
    schema,
    createContext: (viewer) => createContext(parts, viewer),
    sockets: [socket],
    health: async () => ({
      postgres: (await database.isHealthy()) ? 'ok' : 'down',
      redis: events.isHealthy() ? 'ok' : 'degraded',
    }),
    dispose: async () => {
      clearInterval(renewing)
      clearInterval(rechecking)
      await hearingOfTenants[Symbol.asyncDispose]()
      writes[Symbol.dispose]()
      await hearing[Symbol.asyncDispose]()
      await memberships[Symbol.asyncDispose]()
      await socket.drain(1_000)
      await rooms[Symbol.asyncDispose]()
      await activityNews[Symbol.asyncDispose]()
      await projector[Symbol.asyncDispose]()
      await trial[Symbol.asyncDispose]()
    },
  })
  socket.serve(subgraph)
  return subgraph
}

/** Sessions whose event stream is open here do not expire. */
async function renewStreams({ rooms, sessions, log }: Collaboration): Promise<void> {
  for (const room of rooms.all()) {
    for (const sessionId of room.audience.sessionIds()) {
      await sessions
        .keep(sessionId)
        .catch((error: unknown) => log.warn({ err: error }, 'a session could not be renewed'))
    }
  }
}
