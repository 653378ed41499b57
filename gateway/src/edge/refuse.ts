import type { FastifyReply } from 'fastify'
import type { ClientError } from '@graphmemory/errors/client-error.ts'

/** Answers a request that does not reach the graph, in the form of a GraphQL answer. */
export function refuse(
  reply: FastifyReply,
  status: number,
  error: { readonly message: string; readonly code: string; readonly retryAfterMs?: number },
) {
  const { message, ...extensions } = error
  reply.request.refusedWith = error.code
  return reply
    .code(status)
    .type(mediaType(reply.request.headers.accept))
    .send(JSON.stringify({ errors: [{ message, extensions }] }))
}

/** Answers with a refusal of ours. */
export function refuseWith(reply: FastifyReply, error: ClientError) {
  return refuse(reply, statuses[error.code], { message: error.message, code: error.code, ...error.extensions })
}

const statuses: Readonly<Record<ClientError['code'], number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  CONFLICT: 409,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
  PAYLOAD_TOO_LARGE: 413,
}

/** The form of JSON that a client asks for. */
export const mediaType = (accept: string | undefined) =>
  `${accept?.includes('application/graphql-response+json') ? 'application/graphql-response+json' : 'application/json'}; charset=utf-8`
