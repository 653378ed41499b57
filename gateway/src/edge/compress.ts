import { constants, gzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

/** Smaller answers fit into a packet or two anyway. */
const minCharacters = 4_096
/** Most of the gain for a fraction of the time. */
const level = constants.Z_BEST_SPEED

/** Compresses larger texts for clients that take gzip, off the main thread. */
export function addCompression(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload: unknown, done) => {
    if (typeof payload !== 'string' || payload.length < minCharacters) return done(null, payload)
    reply.header('vary', [reply.getHeader('vary'), 'accept-encoding'].filter(Boolean).join(', '))
    if (!/\bgzip\b(?!;q=0(\.0*)?(,|$))/.test(request.headers['accept-encoding'] ?? '')) return done(null, payload)
    gzip(payload, { level }, (error, compressed) => {
      if (error !== null) return done(error)
      reply.header('content-encoding', 'gzip').header('content-length', compressed.length)
      done(null, compressed)
    })
  })
}
