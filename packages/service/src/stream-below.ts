import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'

/**
 * The stream below `ws`, for whole frames: `ws` would make a header, and two writes, of each. Only where nothing is
 * compressed or fragmented, so that no frame of its own can be under way. Undefined where the socket has gone.
 */
export const streamBelow = (socket: WebSocket): Duplex | undefined =>
  (socket as unknown as { readonly _socket: Duplex | null })._socket ?? undefined
