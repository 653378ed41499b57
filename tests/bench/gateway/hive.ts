/**
 * Hive Gateway in a process of its own: `node hive.ts FOLDER VARIANT '{"documents": "http://…", …}'`, where FOLDER holds its
 * installation. Prints its address.
 */
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { supergraphOf, type SubgraphName } from './graph.ts'

process.env['NODE_ENV'] = 'production'
const [folder = '', variant = '', urlsJson = '{}'] = process.argv.slice(2)
const supergraph = supergraphOf(JSON.parse(urlsJson) as Record<SubgraphName, string>)
const installed = createRequire(join(folder, 'package.json'))

type Hive = { readonly createGatewayRuntime: (options: object) => RequestListener }
type Router = { readonly unifiedGraphHandler: unknown }
const { createGatewayRuntime } = installed('@graphql-hive/gateway') as Hive
const router = variant.includes('Rust') ? (installed('@graphql-hive/router-runtime') as Router) : undefined
const gateway = createGatewayRuntime({
  supergraph: () => supergraph,
  logging: false,
  maskedErrors: false,
  ...(router !== undefined && { unifiedGraphHandler: router.unifiedGraphHandler }),
})
const server = createServer(gateway)
await once(server.listen(0, '127.0.0.1'), 'listening')
process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql\n`)
