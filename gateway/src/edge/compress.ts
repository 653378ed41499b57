import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

const compress = promisify(gzip)

/** Smaller answers fit into a packet or two anyway. */
const minCharacters = 4_096
/** Most of the gain for a fraction of the time. */
const level = constants.Z_BEST_SPEED

/** Compresses larger texts for clients that take gzip, off the main thread. */
export function addCompression(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload: unknown) => {
    if (typeof payload !== 'string' || payload.length < minCharacters) return payload
    reply.header('vary', [reply.getHeader('vary'), 'accept-encoding'].filter(Boolean).join(', '))
    if (!/\bgzip\b(?!;q=0(\.0*)?(,|$))/.test(request.headers['accept-encoding'] ?? '')) return payload
    const compressed = await compress(payload, { level })
    reply.header('content-encoding', 'gzip').header('content-length', compressed.length)
    return compressed
  })
}
