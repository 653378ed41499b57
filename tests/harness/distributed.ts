import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { ChildProcess } from 'node:child_process'
import { Client } from 'pg'
import { freePort } from './free-port.ts'
import { type Env, gm, startGm } from './gm.ts'
import { until } from './until.ts'

const subgraphs = ['tenant-auth', 'memory-graph', 'collaboration', 'audit'] as const
const readyWithinMs = 60_000

export type DistributedOptions = {
  /** A superuser's URL of a PostgreSQL server, in which a database is made for this run. */
  readonly adminUrl: string
  readonly redisUrl: string
  readonly folder: string
  readonly port: number
}
export type Distributed = AsyncDisposable & {
  readonly url: string
  /** Sends a signal to the process of one part (`gateway` or a subgraph) and waits for its end. */
  stop(part: string, signal: NodeJS.Signals): Promise<void>
  /** Starts a stopped part again, at the same place. */
  start(part: string): Promise<void>
}
type Part = { readonly url: string; readonly child: ChildProcess; readonly output: () => string }

/** Starts the gateway and each subgraph as a process of its own, as an operator would: keys, migration, then the parts. */
export async function startDistributed({ adminUrl, redisUrl, folder, port }: DistributedOptions): Promise<Distributed> {
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

  const ports = new Map(await Promise.all(subgraphs.map(async (part) => [part, await freePort()] as const)))
  const shared: Env = {
    ...readVariables(await gm(['keys'])),
    ...Object.fromEntries(
      [...ports].map(([part, at]) => [`${part.toUpperCase().replaceAll('-', '_')}_URL`, `http://127.0.0.1:${at}`]),
    ),
    DATABASE_URL: serviceUrl.href,
    REDIS_URL: redisUrl,
    GM_DATA: folder,
  }
  const addresses = new Map<string, number>([...ports, ['gateway', port]])
  const parts = new Map<string, Part>()
  stack.defer(async () => {
    await Promise.all([...parts.values()].map(({ child }) => stop(child, 'SIGTERM')))
  })
  const start = async (name: string) => {
    const part = startPart(name, addresses.get(name) ?? 0, shared)
    parts.set(name, part)
    await untilReady(name, part)
  }
  await Promise.all([...addresses.keys()].map(start))

  const kept = stack.move()
  return {
    url: `http://127.0.0.1:${port}`,
    start,
    async stop(name, signal) {
      const part = parts.get(name)
      if (part !== undefined) await stop(part.child, signal)
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

function startPart(part: string, port: number, shared: Env): Part {
  const child = startGm(['start', part], { ...shared, PORT: String(port) })
  let output = ''
  child.stdout?.on('data', (chunk) => (output += chunk))
  child.stderr?.on('data', (chunk) => (output += chunk))
  return { url: `http://127.0.0.1:${port}`, child, output: () => output }
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
