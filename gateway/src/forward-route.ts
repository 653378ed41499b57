import { Readable } from 'node:stream'
import { request } from 'undici'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Endpoints } from '@graphmemory/service/endpoints.ts'
import type { Route } from '@graphmemory/service/subgraph.ts'

/** Headers that belong to one connection, or that only we may set. */
const dropped = new Set([
  'connection',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'x-forwarded-for',
])

/** A plain route of a subgraph that runs in other processes. What never reached one of them goes to the next. */
export function forwardRoute({ method, path }: Pick<Route, 'method' | 'path'>, endpoints: Endpoints): Route {
  return {
    method,
    path,
    handle: async ({ query, headers, body, ip }) => {
      const passed = Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)))
      const search = query.size === 0 ? '' : `?${query.toString()}`
      let cause: unknown
      for (const endpoint of endpoints.inOrder()) {
        try {
          const answer = await request(`${endpoint.url}${path}${search}`, {
            method,
            headers: { ...passed, 'x-forwarded-for': ip },
            body: method === 'GET' ? null : Readable.from(body),
            headersTimeout: 10_000,
          })
          const answered = Object.entries(answer.headers).filter(([name]) => !dropped.has(name))
          return {
            status: answer.statusCode,
            headers: Object.fromEntries(answered.map(([name, value]) => [name, String(value)])),
            body: answer.body,
          }
        } catch (error) {
          cause = error
          endpoint.failed()
          if (!wasNotSent(error)) break
        }
      }
      throw Object.assign(new ClientError('UNAVAILABLE', 'This part is away; try again'), { cause })
    },
  }
}

/** Whether no connection could be made at all. */
const wasNotSent = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ECONNREFUSED' || error.code === 'UND_ERR_CONNECT_TIMEOUT')
