import type { IncomingHttpHeaders } from 'node:http'

const allowedHeaders =
  'authorization, content-type, accept, apollo-require-preflight, x-apollo-operation-name, traceparent, idempotency-key'
const exposedHeaders = 'x-request-id, retry-after, ratelimit, ratelimit-policy'

export type Cors = {
  /** Whether a page of this origin may call; what comes from no page has no origin. */
  allows(origin: string | undefined): boolean
  /** The headers for an answer to this origin. */
  headersFor(origin: string | undefined): Readonly<Record<string, string>>
  /** The headers for the question that a browser asks first, or `undefined` where this is none. */
  preflightHeadersFor(method: string, headers: IncomingHttpHeaders): Readonly<Record<string, string>> | undefined
}

/** Decides which pages may call. Tokens travel in a header of their own, so cookies are never allowed along. */
export function createCors(origins: readonly string[]): Cors {
  const isOpen = origins.includes('*')
  const known = new Set(origins)
  const allows = (origin: string | undefined) => origin === undefined || isOpen || known.has(origin)
  const headersFor = (origin: string | undefined): Record<string, string> => {
    if (isOpen) return { 'access-control-allow-origin': '*', 'access-control-expose-headers': exposedHeaders }
    if (origin === undefined || !known.has(origin)) return { vary: 'origin' }
    return { 'access-control-allow-origin': origin, 'access-control-expose-headers': exposedHeaders, vary: 'origin' }
  }
  return {
    allows,
    headersFor,
    preflightHeadersFor: (method, headers) => {
      if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return undefined
      return {
        ...headersFor(headers.origin),
        ...(allows(headers.origin) && {
          'access-control-allow-methods': 'GET, POST',
          'access-control-allow-headers': allowedHeaders,
          'access-control-max-age': '600',
        }),
      }
    },
  }
}
