import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readEverything } from '../faults/read-everything.ts'
import { childEnvironment } from '../harness/child-environment.ts'
import { codeOf, post } from '../harness/client.ts'
import { type Distributed, startDistributed } from '../harness/distributed.ts'
import { freePort } from '../harness/free-port.ts'
import { mainJob } from '../harness/main-job.ts'
import { founder, type Member, person, renewed } from '../harness/people.ts'
import { dataFolder } from '../harness/product.ts'
import { until } from '../harness/until.ts'

const { TEST_DATABASE_URL: adminUrl, TEST_REDIS_URL: redisUrl, REQUIRE_SERVICES } = process.env
const isRequired = REQUIRE_SERVICES === '1'
const root = resolve(import.meta.dirname, '../..')
/** The job that clients hold the product to, where it lies beside the project, else our own, and how much each writes. */
const acceptance = resolve(root, '../shared/acceptance/main-job.mjs')
const job = existsSync(acceptance)
  ? { script: acceptance, writesBetweenKills: 20 }
  : { script: resolve(import.meta.dirname, 'main-job-alone.ts'), writesBetweenKills: 3 }
const parts = ['audit', 'collaboration', 'tenant-auth', 'memory-graph', 'gateway']
/** Longer than any call may take, so that one which hangs is told from one that is slow. */
const deadlineMs = 15_000

describe.skipIf(!isRequired && (adminUrl === undefined || redisUrl === undefined))(
  'two processes of each part, on PostgreSQL and Redis',
  { timeout: 180_000 },
  () => {
    const folder = dataFolder()
    let product: Distributed
    let ada: Member
    /** The id that each title was acknowledged with. */
    const acknowledged = new Map<string, string>()

    beforeAll(async () => {
      if (adminUrl === undefined || redisUrl === undefined)
        throw new Error('TEST_DATABASE_URL and TEST_REDIS_URL are not set')
      product = await startDistributed({
        adminUrl,
        redisUrl,
        folder: folder.path,
        port: await freePort(),
        copies: 2,
      })
      ada = await founder(product.url, await person(product.url, 'Ada', 'ada@example.test'), 'Two', 'two')
    }, 180_000)
    afterAll(async () => {
      await product[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    })

    /** Writes one memory, by whichever gateway answers, until it is acknowledged. */
    async function write(title: string): Promise<void> {
      type Created = { createMemory: { memory: { id: string } } }
      const query = 'mutation ($input: CreateMemoryInput!) { createMemory(input: $input) { memory { id } } }'
      // The same name for every try: what was carried out without an answer is not carried out again.
      const input = { type: 'SEMANTIC', title, content: title, idempotencyKey: title }
      const end = Date.now() + deadlineMs
      for (let attempt = acknowledged.size; ; attempt++) {
        const url = product.urls[attempt % product.urls.length] ?? ''
        const answer = await post<Created>(url, query, { input }, ada.token).catch(() => undefined)
        if (answer?.data) return void acknowledged.set(title, answer.data.createMemory.memory.id)
        if (answer !== undefined && codeOf(answer) !== 'UNAVAILABLE') throw new Error(`refused: ${answer.text}`)
        if (Date.now() > end) throw new Error(`${title} was not acknowledged within ${deadlineMs} ms: ${answer?.text}`)
      }
    }

    test('the main job is done', async () => {
      await expect(mainJob(product.url, 'both')).resolves.toBe(undefined)
    })

    test('one of each is killed while people write: all goes on, and nothing acknowledged is lost', async () => {
      let isOver = false
      const writers = Array.from({ length: 4 }, async (_, writer) => {
        for (let n = 0; !isOver; n++) await write(`${writer} ${n}`)
      })
      const all = Promise.all(writers)
      const more = async (count: number) => {
        const enough = acknowledged.size + count
        await Promise.race([all, until(`${count} more writes`, () => acknowledged.size >= enough, deadlineMs)])
      }
      for (const part of parts) {
        await more(20)
        await product.stop(part, 'SIGKILL')
      }
      await more(40)
      isOver = true
      await all

      const [, second = ''] = product.urls
      ada = await renewed(second, ada)
      const stored = await readEverything(second, ada.token)
      expect(new Map(stored.map(({ id, title }) => [title, id]))).toEqual(acknowledged)
      expect(stored.length).toBe(acknowledged.size)
    })

    test('the main job is done by one of each alone', async () => {
      await expect(mainJob(product.urls[1] ?? '', 'one')).resolves.toBe(undefined)
    })

    test('those that come back take part again, and hold everything', async () => {
      await Promise.all(parts.map((part) => product.start(part)))
      const tellsAll = async (url: string) => {
        const health = (await (await fetch(`${url}/health`)).json()) as { readonly status: string }
        return health.status === 'ok'
      }
      await until('all are well', async () => (await Promise.all(product.urls.map(tellsAll))).every(Boolean))
      for (const url of product.urls) {
        ada = await renewed(url, ada)
        const stored = await readEverything(url, ada.token)
        expect(new Map(stored.map(({ id, title }) => [title, id]))).toEqual(acknowledged)
        expect(stored.filter(({ neighbours }) => neighbours.stale)).toEqual([])
      }
    })

    test('what clients rely on holds while one of each is killed, for a client that sends again what may be', async () => {
      const child = fork(job.script, [product.url], {
        cwd: root,
        execArgv: ['--import', resolve(import.meta.dirname, 'patient-client.ts')],
        // Its sockets stay at the first gateway.
        env: { ...childEnvironment, GATEWAYS: product.urls.join() },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      })
      const output = Promise.all(
        [child.stdout, child.stderr].map((stream) => (stream === null ? Promise.resolve('') : text(stream))),
      )
      const ended = once(child, 'exit')
      const killed: string[] = []
      let writes = 0
      child.on('message', () => {
        const next = parts[killed.length]
        if (next === undefined || ++writes % job.writesBetweenKills !== 0) return
        killed.push(next)
        void product.stop(`${next}:2`, 'SIGKILL')
      })
      const [code] = await ended
      expect({ code, output: await output }).toEqual({
        code: 0,
        output: [expect.stringContaining(' 0 failed'), ''],
      })
      expect(killed).toEqual(parts)
    })
  },
)
