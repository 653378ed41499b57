import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import { partitionOf } from '../subscriptions/partition.ts'
import { mediaType, refuseWith } from './refuse.ts'
import type { SharedMap } from './shared-map.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Where the answer to this request is kept, if its client named it. */
    kept: Place | null
  }
}

type Place = {
  readonly name: string
  readonly sealingKey: Buffer
  readonly bodyHash: string
  /** Keeps the place while the request runs. */
  renewal?: NodeJS.Timeout
}

const keptMs = 24 * 60 * 60 * 1_000
/** How long after a gateway has gone with a request another with its key may try again. */
const usualLeaseMs = 5_000
const keyForm = /^[\x21-\x7e]{8,255}$/
const retryable = /"code":"(UNAVAILABLE|INTERNAL_SERVER_ERROR|RATE_LIMITED)"/

const recordShape = z.object({ bodyHash: z.string(), answer: z.string().nullable() })

/**
 * Requests that name themselves by `Idempotency-Key` are carried out once: the same body gets the same answer for 24
 * hours, another body is a `CONFLICT`. Answers are sealed under the client's key, which is not kept: whoever reads the
 * store cannot read them.
 */
export function addIdempotency(app: FastifyInstance, store: SharedMap, log: Log, leaseMs = usualLeaseMs): void {
  app.decorateRequest('kept', null)
  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key']
    if (key === undefined || request.method !== 'POST' || request.routeOptions.url !== '/graphql') return
    if (request.headers.accept?.includes('text/event-stream')) return
    if (typeof key !== 'string' || !keyForm.test(key)) {
      return refuseWith(reply, new ClientError('BAD_USER_INPUT', 'An Idempotency-Key has 8 to 255 visible characters'))
    }
    const place = placeOf(request, key)
    if (place === undefined) return refuseWith(reply, new ClientError('UNAUTHENTICATED', 'Sign in to name a request'))
    const record = JSON.stringify({ bodyHash: place.bodyHash, answer: null })
    if (await store.add(place.name, record, leaseMs)) {
      const renew = () => void store.set(place.name, record, leaseMs).catch(() => undefined)
      place.renewal = setInterval(renew, leaseMs / 3).unref()
      request.kept = place
      return
    }
    const known = await store.get(place.name)
    const { bodyHash, answer } = recordShape.parse(JSON.parse(known ?? record))
    if (bodyHash !== place.bodyHash) {
      return refuseWith(reply, new ClientError('CONFLICT', 'This Idempotency-Key was used for another request'))
    }
    if (answer === null) {
      const details = { retryAfterMs: 1_000 }
      return refuseWith(reply, new ClientError('CONFLICT', 'The request with this Idempotency-Key still runs', details))
    }
    return reply
      .header('idempotency-replayed', 'true')
      .type(mediaType(request.headers.accept))
      .send(open(answer, place))
  })
  app.addHook('onSend', async (request, reply, payload: unknown) => {
    const place = request.kept
    if (place === null) return payload
    request.kept = null
    clearInterval(place.renewal)
    const isKept = reply.statusCode === 200 && typeof payload === 'string' && !retryable.test(payload)
    const keeping = isKept
      ? store.set(place.name, JSON.stringify({ bodyHash: place.bodyHash, answer: seal(payload, place) }), keptMs)
      : store.delete(place.name)
    // What was done is answered all the same.
    await keeping.catch((error: unknown) => log.warn({ err: error, requestId: request.id }, 'an answer was not kept'))
    return payload
  })
}

function placeOf({ identity, body }: FastifyRequest, key: string): Place | undefined {
  if (identity === null || identity.kind === 'anonymous') return undefined
  const whose = identity.kind === 'user' ? `user|${identity.userId}|${identity.tenantId}` : partitionOf(identity)
  return {
    name: hash('name', whose, key).toString('base64url'),
    sealingKey: hash('seal', whose, key),
    bodyHash: hash('body', JSON.stringify(body)).toString('base64url'),
  }
}

const hash = (...parts: readonly string[]) => createHash('sha256').update(parts.join('\0')).digest()

function seal(text: string, { sealingKey }: Place): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sealingKey, iv)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64')
}

function open(sealed: string, { sealingKey }: Place): string {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', sealingKey, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}
