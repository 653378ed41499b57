import type { EventBus } from '@graphmemory/events/event-bus.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'

/** What happened to identities, told after the commit: counted, logged, and news to whoever caches them. */
export type IdentityEvents = {
  signedIn(userId: string): void
  signInFailed(): void
  sessionEnded(userId: string, sessionId: string): void
  /** A refresh token came a second time: its session has ended. */
  refreshTokenReused(userId: string, sessionId: string): void
  /** What a user may do has changed, in a tenant or by the end of all sessions. */
  permissionsChanged(userId: string, tenantId?: string): void
  apiKeyChanged(tenantId: string, apiKeyId: string): void
  /** A tenant has become read-only, or is no longer. */
  readOnlyChanged(tenantId: string): void
}

export function createIdentityEvents(events: EventBus, log: Log, metrics: Metrics): IdentityEvents {
  const signIns = metrics.counter({
    name: 'graphmemory_sign_ins_total',
    help: 'Attempts to sign in',
    labels: ['outcome'],
  })
  const changes = metrics.counter({
    name: 'graphmemory_identity_changes_total',
    help: 'Sessions, permissions and keys that changed',
    labels: ['what'],
  })
  return {
    signedIn(userId) {
      signIns.inc({ outcome: 'ok' })
      log.info({ userId }, 'signed in')
    },
    signInFailed() {
      signIns.inc({ outcome: 'failed' })
    },
    sessionEnded(userId, sessionId) {
      changes.inc({ what: 'session' })
      events.publish('identity.changed', { userId, sessionId })
    },
    refreshTokenReused(userId, sessionId) {
      changes.inc({ what: 'reuse' })
      log.warn({ userId, sessionId }, 'a refresh token was used twice: the session has ended')
      events.publish('identity.changed', { userId, sessionId })
    },
    permissionsChanged(userId, tenantId) {
      changes.inc({ what: 'permissions' })
      events.publish('identity.changed', tenantId === undefined ? { userId } : { userId, tenantId })
    },
    apiKeyChanged(tenantId, apiKeyId) {
      changes.inc({ what: 'api_key' })
      events.publish('identity.changed', { tenantId, apiKeyId })
    },
    readOnlyChanged(tenantId) {
      changes.inc({ what: 'read_only' })
      events.publish('tenant.read_only_changed', { tenantId })
    },
  }
}
