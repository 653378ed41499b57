import type { WebSocket } from 'ws'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Identity, RequestInfo } from '@graphmemory/identity/identity.ts'
import type { Authenticate } from '@graphmemory/service/authenticate.ts'
import type { EndReason, IdentityWatch, Watch } from '../subscriptions/identity-watch.ts'
import { closeCodes } from './close-codes.ts'

/** One socket of a caller who has said who he is. */
export type Connection = { readonly info: RequestInfo; readonly identity: Identity }

export type ConnectionCaps = { readonly perCaller: number; readonly perAddress: number }

export type ConnectionsOptions = {
  readonly authenticate: Authenticate
  readonly watch: IdentityWatch
  readonly caps: ConnectionCaps
}

export type Connections = {
  /** Counts a socket of an address until it closes; false where the address has too many. */
  admit(socket: WebSocket, address: string): boolean
  /** Makes the connection of a socket. Throws `ClientError` for a wrong token or one socket too many. */
  open(socket: WebSocket, bearer: string | undefined, info: RequestInfo): Promise<Connection>
  of(socket: WebSocket): Connection | undefined
  /** Goes on with a new token of the same caller; anybody else's closes the socket. */
  renew(socket: WebSocket, bearer: string): Promise<void>
}

type Entry = { info: RequestInfo; identity: Identity; readonly watch: Watch }

/** Counts open sockets, and closes one whose caller may not stay. */
export function createConnections({ authenticate, watch, caps }: ConnectionsOptions): Connections {
  const entries = new Map<WebSocket, Entry>()
  const byAddress = new Map<string, number>()
  const byCaller = new Map<string, number>()

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
      const end = (reason: EndReason) => socket.close(...closing[reason])
      const entry = { info, identity, watch: watch.watch({ identity, bearer, info }, end) }
      entries.set(socket, entry)
      socket.once('close', () => {
        entry.watch.stop()
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
        return socket.close(...closing.refused)
      }
      entry.identity = identity
      entry.watch.renew({ identity, bearer, info: entry.info })
    },
  }
}

const closing: Readonly<Record<EndReason, readonly [code: number, reason: string]>> = {
  refused: [closeCodes.forbidden, 'Forbidden'],
  expired: [closeCodes.forbidden, 'Token expired'],
  unknown: [closeCodes.tryAgainLater, 'Try again'],
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
