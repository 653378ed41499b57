import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Pool } from 'pg'
import { testConnection } from '@graphmemory/testing/test-database.ts'

// Hocuspocus with its defaults, keeping its documents where ours are kept, as its database extension does. Says where it
// is on its first line.

type Payload = { readonly documentName: string }
type Change = Payload & { readonly document: object }
type Settings = {
  readonly address: string
  readonly port: number
  readonly quiet: boolean
  readonly onAuthenticate: (payload: { readonly token: string }) => Promise<void>
  readonly onLoadDocument: (payload: Change) => Promise<void>
  readonly onStoreDocument: (payload: Change) => Promise<void>
}
type Hocuspocus = {
  readonly Server: new (settings: Settings) => { listen(): Promise<unknown>; readonly address: { port: number } }
}
type Yjs = {
  readonly applyUpdate: (doc: object, update: Uint8Array) => void
  readonly encodeStateAsUpdate: (doc: object) => Uint8Array
}

const [documents = '', folder = ''] = process.argv.slice(2)
const load = (file: string) => import(pathToFileURL(join(folder, 'node_modules', file)).href)
const { Server }: Hocuspocus = await load('@hocuspocus/server/dist/hocuspocus-server.esm.js')
const { applyUpdate, encodeStateAsUpdate }: Yjs = await load('yjs/dist/yjs.mjs')

const connection = await testConnection([])
const kept = new Map<string, Uint8Array>()
// One connection, which the temporary table lives with.
const database =
  connection.kind === 'server' ? new Pool({ connectionString: connection.url, max: 1, idleTimeoutMillis: 0 }) : null
await database?.query('create temporary table kept (name text primary key, state bytea not null)')

const server = new Server({
  address: '127.0.0.1',
  port: 0,
  quiet: true,
  async onAuthenticate({ token }) {
    if (token === '') throw new Error('no token')
  },
  async onLoadDocument({ documentName, document }) {
    const stored = await database?.query<{ state: Buffer }>('select state from kept where name = $1', [documentName])
    const state = stored?.rows[0]?.state ?? kept.get(documentName)
    if (state !== undefined) applyUpdate(document, state)
  },
  async onStoreDocument({ documentName, document }) {
    const state = encodeStateAsUpdate(document)
    if (database === null) kept.set(documentName, state)
    else {
      await database.query('insert into kept values ($1, $2) on conflict (name) do update set state = excluded.state', [
        documentName,
        Buffer.from(state),
      ])
    }
  },
})
await server.listen()
const names = Array.from({ length: Number(documents) }, (_, n) => `document-${n}`)
console.log(JSON.stringify({ url: `ws://127.0.0.1:${server.address.port}`, documents: names }))
