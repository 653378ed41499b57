import type { WebSocket } from 'ws'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Identity, RequestInfo } from '@graphmemory/identity/identity.ts'
import type { Authenticate } from '@graphmemory/service/authenticate.ts'
import type { EndReason, IdentityWatch, Watch } from '../subscriptions/identity-watch.ts'
import { callerOf, holdersOf, type Caps } from '../edge/caps.ts'
import { closeCodes } from './close-codes.ts'
import { closeSocket } from './frames-of-turn.ts'

/** One socket of a caller who has said who he is. */
export type Connection = { readonly info: RequestInfo; readonly identity: Identity }

export type ConnectionsOptions = {
  readonly authenticate: Authenticate
  readonly watch: IdentityWatch
  readonly caps: Caps
}

export type Connections = {
  /** Counts a socket of an address until it closes. Throws `ClientError` where the address has too many. */
  admit(socket: WebSocket, address: string): void
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

  return {
    admit(socket, address) {
      socket.on('close', caps.take({ address }))
    },
    async open(socket, bearer, info) {
      const identity = await authenticate(bearer, info)
      // One that went meanwhile will not tell so again.
      if (socket.readyState === socket.CLOSED) throw new ClientError('UNAVAILABLE', 'The connection is closed')
      const release = caps.take(holdersOf(identity))
      const end = (reason: EndReason) => closeSocket(socket, ...closing[reason])
      const entry = { info, identity, watch: watch.watch({ identity, bearer, info }, end) }
      entries.set(socket, entry)
      socket.on('close', () => {
        entry.watch.stop()
        entries.delete(socket)
        release()
      })
      return entry
    },
    of: (socket) => entries.get(socket),
    async renew(socket, bearer) {
      const entry = entries.get(socket)
      if (entry === undefined) return
      const identity = await authenticate(bearer, entry.info).catch(() => undefined)
      if (identity === undefined || callerOf(identity) !== callerOf(entry.identity)) {
        return closeSocket(socket, ...closing.refused)
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
