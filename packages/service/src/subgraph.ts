import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { HealthReport } from './health.ts'
import type { SubgraphSource } from './subgraph-source.ts'

/** A plain HTTP endpoint beside GraphQL: it is reached on the product's own address. */
export type Route = {
  readonly method: 'GET' | 'POST'
  /** The whole path, without parameters. */
  readonly path: string
  handle(request: RouteRequest): Promise<RouteResponse>
}
export type RouteRequest = {
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: AsyncIterable<Uint8Array>
  readonly ip: string
}
export type RouteResponse = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array | string>
}

/** A WebSocket endpoint that a subgraph ends itself. */
export type SocketEndpoint = {
  readonly path: string
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Tells its clients to go elsewhere and resolves when they have gone or `deadlineMs` is over. */
  drain(deadlineMs: number): Promise<void>
}

/** A running subgraph: a source for callers in this process, and what else it offers to the outside. */
export type Subgraph = SubgraphSource & {
  readonly routes: readonly Route[]
  readonly sockets: readonly SocketEndpoint[]
  health(): Promise<HealthReport>
  [Symbol.asyncDispose](): Promise<void>
}
