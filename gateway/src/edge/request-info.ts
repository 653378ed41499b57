import type { IncomingHttpHeaders } from 'node:http'
import type { RequestInfo } from '@graphmemory/identity/identity.ts'

const traceparentForm = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/

/** What an identity tells of the request that it came with. */
export function requestInfo(id: string, ip: string, headers: IncomingHttpHeaders): RequestInfo {
  const traceparent = headers['traceparent']
  return {
    id,
    ip,
    userAgent: headers['user-agent']?.slice(0, 256) ?? null,
    ...(typeof traceparent === 'string' && traceparentForm.test(traceparent) && { traceparent }),
  }
}

/** The token of an `Authorization: Bearer …` header; `undefined` where there is none. */
export function bearerOf(authorization: unknown): string | undefined {
  return typeof authorization === 'string' ? /^Bearer +(\S+)$/i.exec(authorization)?.[1] : undefined
}
