import { Readable } from 'node:stream'
import { request } from 'undici'
import { ClientError } from '@graphmemory/errors/client-error.ts'
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

/** A plain route of a subgraph that runs in another process. */
export function forwardRoute({ method, path }: Pick<Route, 'method' | 'path'>, url: string): Route {
  return {
    method,
    path,
    handle: async ({ query, headers, body, ip }) => {
      const passed = Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)))
      const search = query.size === 0 ? '' : `?${query.toString()}`
      try {
        const answer = await request(`${url}${path}${search}`, {
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
      } catch (cause) {
        throw Object.assign(new ClientError('UNAVAILABLE', 'This part is away; try again'), { cause })
      }
    },
  }
}
