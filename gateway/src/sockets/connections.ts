import type { WebSocket } from 'ws'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import type { Topics } from '@graphmemory/events/topics.ts'
import type { Identity, RequestInfo } from '@graphmemory/identity/identity.ts'
import type { Authenticate } from '@graphmemory/service/authenticate.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import { closeCodes } from './close-codes.ts'
import { tokenExpiry } from './token-expiry.ts'

/** One socket of a caller who has said who he is. */
export type Connection = {
  readonly socket: WebSocket
  readonly info: RequestInfo
  readonly identity: Identity
}

type Entry = Connection & { identity: Identity; bearer: string | undefined; expiry: NodeJS.Timeout | undefined }

export type ConnectionCaps = { readonly perCaller: number; readonly perAddress: number }

export type ConnectionsOptions = {
  readonly authenticate: Authenticate
  readonly events: EventBus
  readonly log: Log
  readonly caps: ConnectionCaps
}

export type Connections = AsyncDisposable & {
  /** Counts a socket of an address until it closes; false where the address has too many. */
  admit(socket: WebSocket, address: string): boolean
  /** Makes the connection of a socket. Throws `ClientError` for a wrong token or one socket too many. */
  open(socket: WebSocket, bearer: string | undefined, info: RequestInfo): Promise<Connection>
  of(socket: WebSocket): Connection | undefined
  /** Goes on with a new token of the same caller; anybody else's closes the socket. */
  renew(socket: WebSocket, bearer: string): Promise<void>
}

/**
 * Keeps who is behind each open socket true: a token that expires closes it unless the client sends the next in time, and
 * news of a revocation or a changed role has the token checked again at once.
 */
export async function createConnections(options: ConnectionsOptions): Promise<Connections> {
  const { authenticate, events, log, caps } = options
  const entries = new Map<WebSocket, Entry>()
  const byAddress = new Map<string, number>()
  const byCaller = new Map<string, number>()

  const watchExpiry = (entry: Entry) => {
    clearTimeout(entry.expiry)
    const at = tokenExpiry(entry.bearer)
    if (at === undefined) return
    const close = () => entry.socket.close(closeCodes.forbidden, 'Token expired')
    entry.expiry = setTimeout(close, Math.max(0, at - Date.now())).unref()
  }

  const check = async (entry: Entry): Promise<void> => {
    try {
      await authenticate(entry.bearer, entry.info)
    } catch (error) {
      const isRefused = error instanceof ClientError && error.code === 'UNAUTHENTICATED'
      if (!isRefused) log.warn({ err: error }, 'a connection could not be checked again')
      entry.socket.close(
        isRefused ? closeCodes.forbidden : closeCodes.tryAgainLater,
        isRefused ? 'Forbidden' : 'Try again',
      )
    }
  }

  const news = await events.subscribe('identity.changed', (change) => {
    for (const entry of entries.values()) {
      // After those who cache identities have heard it too.
      if (concerns(change, entry.identity)) setImmediate(() => void check(entry))
    }
  })

  return {
    admit(socket, address) {
      const open = byAddress.get(address) ?? 0
      if (open >= caps.perAddress) return false
      byAddress.set(address, open + 1)
      socket.once('close', () => release(byAddress, address))
      return true
    },
    async open(socket, bearer, info) {
      const identity = await authenticate(bearer, info)
      const caller = callerOf(identity)
      const count = byCaller.get(caller) ?? 0
      if (identity.kind !== 'anonymous' && count >= caps.perCaller) {
        throw new ClientError('RATE_LIMITED', `A caller may have ${caps.perCaller} connections`)
      }
      byCaller.set(caller, count + 1)
      const entry: Entry = { socket, info, identity, bearer, expiry: undefined }
      entries.set(socket, entry)
      watchExpiry(entry)
      socket.once('close', () => {
        clearTimeout(entry.expiry)
        entries.delete(socket)
        release(byCaller, caller)
      })
      return entry
    },
    of: (socket) => entries.get(socket),
    async renew(socket, bearer) {
      const entry = entries.get(socket)
      if (entry === undefined) return
      const identity = await authenticate(bearer, entry.info).catch(() => undefined)
      if (identity === undefined || callerOf(identity) !== callerOf(entry.identity)) {
        return socket.close(closeCodes.forbidden, 'Forbidden')
      }
      entry.identity = identity
      entry.bearer = bearer
      watchExpiry(entry)
    },
    [Symbol.asyncDispose]: () => news[Symbol.asyncDispose](),
  }
}

function release(counts: Map<string, number>, key: string): void {
  const left = (counts.get(key) ?? 1) - 1
  if (left === 0) counts.delete(key)
  else counts.set(key, left)
}

function callerOf(identity: Identity): string {
  switch (identity.kind) {
    case 'anonymous':
      return 'anonymous'
    case 'user':
      return `user:${identity.userId}:${identity.tenantId}`
    case 'apiKey':
      return `apiKey:${identity.apiKeyId}`
    case 'service':
      return `service:${identity.service}:${identity.tenantId}`
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
