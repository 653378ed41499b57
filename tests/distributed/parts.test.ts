import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assertHolds, Ledger } from '../faults/ledger.ts'
import { readEverything } from '../faults/read-everything.ts'
import { startWriters } from '../faults/writers.ts'
import { ask } from '../harness/client.ts'
import { type Distributed, startDistributed } from '../harness/distributed.ts'
import { freePort } from '../harness/free-port.ts'
import { founder, type Member, person, renewed } from '../harness/people.ts'
import { dataFolder } from '../harness/product.ts'
import { randomFrom } from '@graphmemory/testing/random.ts'
import { until } from '../harness/until.ts'

const { TEST_DATABASE_URL: adminUrl, TEST_REDIS_URL: redisUrl, REQUIRE_SERVICES } = process.env
const isRequired = REQUIRE_SERVICES === '1'
const seed = Number(process.env['FAULT_SEED'] ?? 20261124)

describe.skipIf(!isRequired && (adminUrl === undefined || redisUrl === undefined))(
  `each part a process of its own, on PostgreSQL and Redis (seed ${seed})`,
  { timeout: 180_000 },
  () => {
    const folder = dataFolder()
    const ledger = new Ledger()
    const random = randomFrom(seed)
    let product: Distributed
    let ada: Member

    beforeAll(async () => {
      if (adminUrl === undefined || redisUrl === undefined)
        throw new Error('TEST_DATABASE_URL and TEST_REDIS_URL are not set')
      product = await startDistributed({ adminUrl, redisUrl, folder: folder.path, port: await freePort() })
      ada = await founder(product.url, await person(product.url, 'Ada', 'ada@example.test'), 'Parts', 'parts')
    }, 120_000)
    afterAll(async () => {
      await product[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    })

    const reach = async (more: number, ended: Promise<unknown>) => {
      const enough = ledger.acknowledged + more
      await Promise.race([ended, until(`${enough} writes`, () => ledger.acknowledged >= enough, 60_000)])
    }
    const begin = async (name: string) => {
      ada = await renewed(product.url, ada)
      return startWriters({ url: product.url, token: ada.token, ledger, random, name })
    }
    const expectNothingLost = async () => {
      ada = await renewed(product.url, ada)
      assertHolds(ledger, await readEverything(product.url, ada.token))
    }

    test.each(['memory-graph', 'gateway'])(
      'kill -9 of %s in the middle of writing loses nothing acknowledged',
      async (part) => {
        const writers = await begin(part.replace('-', ''))
        await reach(20 + Math.floor(random() * 20), writers.ended)
        await product.stop(part, 'SIGKILL')
        expect(await writers.ended).toBe('cut off')
        await product.start(part)
        await expectNothingLost()
      },
    )

    test('writing goes on without audit, which later seals every record', async () => {
      await product.stop('audit', 'SIGKILL')
      const writers = await begin('unaudited')
      await reach(30, writers.ended)
      writers.stop()
      expect(await writers.ended).toBe('stopped')
      await product.start('audit')
      await until('every created memory has a sealed record', async () => {
        const sealed = await sealedCreations(product.url, ada.token)
        return ledger.memoryIds.every((id) => sealed.has(id))
      })
      await expectNothingLost()
    })

    test('a part told to stop ends by itself, and those beside it stay up', async () => {
      await product.stop('collaboration', 'SIGTERM')
      await expectNothingLost()
      await product.start('collaboration')
    })
  },
)

/** The ids of the memories whose creation stands in the sealed log. */
async function sealedCreations(url: string, token: string): Promise<Set<string>> {
  type Page = {
    auditEvents: {
      nodes: { index: number | null; resource: { id: string } | null }[]
      pageInfo: { hasNextPage: boolean; endCursor: string | null }
    }
  }
  const query = `query ($after: String) {
    auditEvents(first: 100, after: $after, filter: { actions: ["memory.create"] }) {
      nodes { index resource { id } } pageInfo { hasNextPage endCursor }
    }
  }`
  const found = new Set<string>()
  for (let after: string | null = null; ;) {
    const { auditEvents }: Page = await ask<Page>(url, query, { after }, token)
    for (const { index, resource } of auditEvents.nodes) if (index !== null && resource) found.add(resource.id)
    if (!auditEvents.pageInfo.hasNextPage) return found
    after = auditEvents.pageInfo.endCursor
  }
}
