import { closeSync, existsSync, openSync, readdirSync, readSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../harness/client.ts'
import { founder, type Member, person, renewed } from '../harness/people.ts'
import { dataFolder, Product } from '../harness/product.ts'
import { randomFrom } from '@graphmemory/testing/random.ts'
import { until } from '../harness/until.ts'
import { assertHolds, Ledger } from './ledger.ts'
import { readEverything } from './read-everything.ts'
import { startWriters } from './writers.ts'

const seed = Number(process.env['FAULT_SEED'] ?? 20261124)
const flips = Number(process.env['FAULT_FLIPS'] ?? 2)

const folder = dataFolder()
const graphFolder = join(folder.path, 'graph')
const ledger = new Ledger()
const random = randomFrom(seed)
let product: Product
let ada: Member

const graphFiles = () =>
  readdirSync(graphFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).size > 0)
    .toSorted()

/** Changes one bit at a seeded place of a file and says where. */
function flipBit(file: string): string {
  const at = Math.floor(random() * statSync(file).size)
  const descriptor = openSync(file, 'r+')
  const byte = Buffer.alloc(1)
  readSync(descriptor, byte, 0, 1, at)
  byte[0] = (byte[0] ?? 0) ^ (1 << Math.floor(random() * 8))
  writeSync(descriptor, byte, 0, 1, at)
  closeSync(descriptor)
  return `${file}:${at}`
}

async function write(acknowledged: number): Promise<void> {
  ada = await renewed(product.url, ada)
  const name = `at${ledger.acknowledged}`
  const writers = startWriters({ url: product.url, token: ada.token, ledger, random, name })
  const enough = ledger.acknowledged + acknowledged
  await Promise.race([writers.ended, until(`${enough} writes`, () => ledger.acknowledged >= enough, 60_000)])
  writers.stop()
  expect(await writers.ended).toBe('stopped')
}

/** The graph answers as the rows do: neighbours, and the full text of every memory that it is asked for. */
async function expectNothingLost(): Promise<void> {
  ada = await renewed(product.url, ada)
  assertHolds(ledger, await readEverything(product.url, ada.token))
  type Found = { searchMemories: { stale: boolean; nodes: { id: string }[] } }
  const query = 'query ($q: String!) { searchMemories(query: $q, mode: TEXT, first: 10) { stale nodes { id } } }'
  for (const [id, { content }] of [...ledger.memories].slice(0, 10)) {
    const { searchMemories } = await ask<Found>(product.url, query, { q: content }, ada.token)
    expect(searchMemories.stale).toBe(false)
    expect(searchMemories.nodes.map((node) => node.id)).toContain(id)
  }
}

beforeAll(async () => {
  product = await Product.start({ folder: folder.path })
  ada = await founder(product.url, await person(product.url, 'Ada', 'ada@example.test'), 'Damage', 'damage')
  await write(80)
  await expectNothingLost()
}, 120_000)
afterAll(async () => {
  await product.stop('SIGKILL')
  folder[Symbol.dispose]()
})

describe(`the graph is a projection: nothing is lost with its files (seed ${seed})`, { timeout: 300_000 }, () => {
  test('its folder deleted between two starts', async () => {
    await product.stop('SIGTERM')
    expect(existsSync(graphFolder)).toBe(true)
    rmSync(graphFolder, { recursive: true })
    product = await Product.start({ folder: folder.path })
    await expectNothingLost()
    await write(10)
    await expectNothingLost()
  })

  test('its folder deleted under the running product', async () => {
    rmSync(graphFolder, { recursive: true })
    await product.stop('SIGKILL')
    product = await Product.start({ folder: folder.path })
    await expectNothingLost()
  })

  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'a bit flipped after a stop by %s, in one file after the other',
    async (signal) => {
      for (let flip = 0; flip < flips; flip++) {
        await write(5)
        await product.stop(signal)
        const files = graphFiles()
        const file = files[Math.floor(random() * files.length)]
        if (file === undefined) throw new Error('there is no graph file to damage')
        const place = flipBit(file)
        product = await Product.start({ folder: folder.path })
        await expectNothingLost().catch((error: unknown) => {
          throw new Error(`after a flip at ${place}`, { cause: error })
        })
      }
    },
  )
})
