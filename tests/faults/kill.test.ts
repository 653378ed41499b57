import { describe, expect, test } from 'vitest'
import { founder, person, renewed } from '../harness/people.ts'
import { descendantsOf } from '@graphmemory/testing/processes.ts'
import { freePort } from '../harness/free-port.ts'
import { dataFolder, Product } from '../harness/product.ts'
import { randomFrom } from '@graphmemory/testing/random.ts'
import { until } from '../harness/until.ts'
import { assertHolds, Ledger } from './ledger.ts'
import { readEverything } from './read-everything.ts'
import { startWriters } from './writers.ts'

const seed = Number(process.env['FAULT_SEED'] ?? 20261124)
const kills = Number(process.env['FAULT_KILLS'] ?? 4)

/** The processes that hold an open graph. */
const enginesOf = (product: Product) => descendantsOf(product.pid).filter(({ command }) => command.includes('engine'))

describe(`kill -9 in the middle of writing (seed ${seed}, ${kills} times)`, { timeout: 600_000 }, () => {
  test('of the whole product loses nothing that was acknowledged, and the graph equals the rows', async () => {
    using folder = dataFolder()
    const random = randomFrom(seed)
    const port = await freePort()
    const ledger = new Ledger()
    let product = await Product.start({ folder: folder.path, port })
    try {
      const ada = await founder(product.url, await person(product.url, 'Ada', 'ada@example.test'), 'Kill', 'kill')
      for (let round = 0; round < kills; round++) {
        const { token } = await renewed(product.url, ada)
        const writers = startWriters({ url: product.url, token, ledger, random, name: `r${round}` })
        const enough = ledger.acknowledged + 5 + Math.floor(random() * 40)
        await Promise.race([writers.ended, until(`${enough} writes`, () => ledger.acknowledged >= enough, 60_000)])
        await product.stop('SIGKILL')
        expect(await writers.ended).toBe('cut off')
        product = await Product.start({ folder: folder.path, port })
        const again = await renewed(product.url, ada)
        assertHolds(ledger, await readEverything(product.url, again.token))
      }
    } finally {
      await product.stop('SIGKILL')
    }
  })

  test('of the graph engine alone fails no write, and the graph catches up with the rows', async () => {
    using folder = dataFolder()
    const random = randomFrom(seed + 1)
    const ledger = new Ledger()
    await using product = await Product.start({ folder: folder.path })
    const ada = await founder(product.url, await person(product.url, 'Ada', 'ada@example.test'), 'Kill', 'kill')
    for (let round = 0; round < kills; round++) {
      const { token } = await renewed(product.url, ada)
      const writers = startWriters({ url: product.url, token, ledger, random, name: `r${round}` })
      const reach = async (more: number) => {
        const enough = ledger.acknowledged + more
        await Promise.race([writers.ended, until(`${enough} writes`, () => ledger.acknowledged >= enough, 60_000)])
      }
      await reach(5 + Math.floor(random() * 20))
      const engines = await until('the graph engine runs', () => {
        const found = enginesOf(product)
        return found.length > 0 && found
      })
      for (const { pid } of engines) process.kill(pid, 'SIGKILL')
      await reach(5 + Math.floor(random() * 20))
      writers.stop()
      expect(await writers.ended).toBe('stopped')
      await until('the graph is as new as the rows', async () => {
        const stored = await readEverything(product.url, token).catch(() => undefined)
        return stored?.every(({ neighbours }) => !neighbours.stale)
      })
      assertHolds(ledger, await readEverything(product.url, token))
    }
  })
})
