import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import type { Topics } from '@graphmemory/events/topics.ts'
import type { Identity, RequestInfo } from '@graphmemory/identity/identity.ts'
import type { Authenticate } from '@graphmemory/service/authenticate.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import { partitionOf } from './partition.ts'
import { tokenExpiry } from './token-expiry.ts'

/** Who stands behind something that stays open, and by what token. */
export type Watched = {
  readonly identity: Identity
  readonly bearer: string | undefined
  readonly info: RequestInfo
}

/** Why it may not stay open: the token is refused, has expired, or nobody can tell now. */
export type EndReason = 'refused' | 'expired' | 'unknown'

export type Watch = { renew(watched: Watched): void; stop(): void }

export type IdentityWatch = AsyncDisposable & { watch(watched: Watched, onEnd: (reason: EndReason) => void): Watch }

export type IdentityWatchOptions = { readonly authenticate: Authenticate; readonly events: EventBus; readonly log: Log }

type Entry = { watched: Watched; expiry: NodeJS.Timeout | undefined; readonly onEnd: (reason: EndReason) => void }

/**
 * Keeps what is open true to who opened it: a token that expires ends it unless the next comes in time, and news of a
 * revocation or of changed rights has the token checked again at once, and ends what was opened with other rights.
 */
export async function createIdentityWatch({ authenticate, events, log }: IdentityWatchOptions): Promise<IdentityWatch> {
  const entries = new Set<Entry>()

  const watchExpiry = (entry: Entry) => {
    clearTimeout(entry.expiry)
    const at = tokenExpiry(entry.watched.bearer)
    if (at !== undefined) entry.expiry = setTimeout(() => entry.onEnd('expired'), Math.max(0, at - Date.now())).unref()
  }

  const check = async (entry: Entry): Promise<void> => {
    const { identity, bearer, info } = entry.watched
    try {
      // A key stays good when it loses rights, and what is open was opened with those it had.
      if (partitionOf(await authenticate(bearer, info)) !== partitionOf(identity)) entry.onEnd('refused')
    } catch (error) {
      const isRefused = error instanceof ClientError && error.code === 'UNAUTHENTICATED'
      if (!isRefused) log.warn({ err: error }, 'an open connection could not be checked again')
      entry.onEnd(isRefused ? 'refused' : 'unknown')
    }
  }

  const news = await events.subscribe('identity.changed', (change) => {
    for (const entry of entries) {
      // After those who cache identities have heard it too.
      if (concerns(change, entry.watched.identity)) setImmediate(() => void check(entry))
    }
  })

  return {
    watch(watched, onEnd) {
      const entry: Entry = { watched, expiry: undefined, onEnd }
      entries.add(entry)
      watchExpiry(entry)
      return {
        renew: (next) => {
          entry.watched = next
          watchExpiry(entry)
        },
        stop: () => {
          clearTimeout(entry.expiry)
          entries.delete(entry)
        },
      }
    },
    [Symbol.asyncDispose]: () => news[Symbol.asyncDispose](),
  }
}

function concerns(change: Topics['identity.changed'], identity: Identity): boolean {
  switch (identity.kind) {
    case 'user':
      if (change.sessionId !== undefined) return change.sessionId === identity.sessionId
      if (change.userId !== undefined) return change.userId === identity.userId
      return change.apiKeyId === undefined && change.tenantId === identity.tenantId
    case 'apiKey':
      if (change.apiKeyId !== undefined) return change.apiKeyId === identity.apiKeyId
      return change.tenantId === identity.tenantId
    case 'anonymous':
    case 'service':
      return false
  }
}
