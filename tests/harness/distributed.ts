import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { Client } from 'pg'
import { freePort } from './free-port.ts'
import { type Env, gm, startGm } from './gm.ts'
import { until } from './until.ts'

const subgraphs = ['tenant-auth', 'memory-graph', 'collaboration', 'audit'] as const
const readyWithinMs = 150_000

export type DistributedOptions = {
  /** A superuser's URL of a PostgreSQL server, in which a database is made for this run. */
  readonly adminUrl: string
  readonly redisUrl: string
  readonly folder: string
  readonly port: number
  /** How many processes of each part. */
  readonly copies?: number
  /** What each process is told beside what it needs. */
  readonly env?: Env
}
export type Distributed = AsyncDisposable & {
  readonly url: string
  /** The addresses of all gateways; `url` is the first. */
  readonly urls: readonly string[]
  /** Sends a signal to a process of one part (`gateway` or a subgraph; the second is `gateway:2`) and waits for its end. */
  stop(part: string, signal: NodeJS.Signals): Promise<void>
  /** Starts a stopped part again, at the same place. */
  start(part: string): Promise<void>
}
type Part = { readonly url: string; readonly child: ChildProcess; readonly output: () => string }

/** Starts the gateway and each subgraph as a process of its own, as an operator would: keys, migration, then the parts. */
export async function startDistributed({
  adminUrl,
  redisUrl,
  folder,
  port,
  copies = 1,
  env: given = {},
}: DistributedOptions): Promise<Distributed> {
  await using stack = new AsyncDisposableStack()
  const name = `gm_parts_${randomBytes(4).toString('hex')}`
  await runSql(adminUrl, `create database ${name}`)
  stack.defer(() => runSql(adminUrl, `drop database if exists ${name} with (force)`))

  const ownerUrl = new URL(adminUrl)
  ownerUrl.pathname = `/${name}`
  const serviceUrl = new URL(ownerUrl)
  serviceUrl.username = `${name}_service`
  serviceUrl.password = randomBytes(12).toString('hex')
  stack.defer(() => runSql(adminUrl, `drop role if exists ${name}_service`))
  await gm(['migrate'], { DATABASE_OWNER_URL: ownerUrl.href, DATABASE_URL: serviceUrl.href })

  const addresses = new Map<string, number>([['gateway', port]])
  for (let copy = 1; copy <= copies; copy++) {
    for (const part of ['gateway', ...subgraphs]) {
      const name = nameOf(part, copy)
      if (!addresses.has(name)) addresses.set(name, await freePort())
    }
  }
  const urlsOf = (part: string) =>
    Array.from({ length: copies }, (_, copy) => `http://127.0.0.1:${addresses.get(nameOf(part, copy + 1))}`)
  const shared: Env = {
    ...given,
    ...readVariables(await gm(['keys'])),
    ...Object.fromEntries(
      subgraphs.map((part) => [`${part.toUpperCase().replaceAll('-', '_')}_URL`, urlsOf(part).join()]),
    ),
    DATABASE_URL: serviceUrl.href,
    REDIS_URL: redisUrl,
  }
  const parts = new Map<string, Part>()
  stack.defer(async () => {
    await Promise.all([...parts.values()].map(({ child }) => stop(child, 'SIGTERM')))
  })
  const start = async (name: string) => {
    const [part = '', copy = '1'] = name.split(':')
    const env = { ...shared, GM_DATA: join(folder, copy), PORT: String(addresses.get(name)) }
    const running = startPart(part, env)
    parts.set(name, running)
    await untilReady(name, running)
  }
  await Promise.all([...addresses.keys()].map(start))

  const kept = stack.move()
  return {
    url: `http://127.0.0.1:${port}`,
    urls: urlsOf('gateway'),
    start,
    async stop(name, signal) {
      const part = parts.get(name)
      if (part !== undefined) await stop(part.child, signal)
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** The first process of a part has its name, the second is `part:2`. */
const nameOf = (part: string, copy: number) => (copy === 1 ? part : `${part}:${copy}`)

function startPart(part: string, env: Env): Part {
  const child = startGm(['start', part], env)
  let output = ''
  child.stdout?.on('data', (chunk) => (output += chunk))
  child.stderr?.on('data', (chunk) => (output += chunk))
  return { url: `http://127.0.0.1:${env['PORT']}`, child, output: () => output }
}

async function untilReady(name: string, { url, child, output }: Part): Promise<void> {
  const isReady = () =>
    fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
  await until(`${name} is ready`, async () => child.exitCode !== null || (await isReady()), readyWithinMs)
  if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}:\n${output()}`)
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

async function runSql(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** The lines `NAME='value'` of an environment file. */
function readVariables(file: string): Env {
  return Object.fromEntries([...file.matchAll(/^(\w+)='(.*)'$/gm)].map(([, name = '', value = '']) => [name, value]))
}
