import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { seed } from '@graphmemory/cli/commands/seed.ts'
import { type Answer, ask, codeOf, post } from '../harness/client.ts'
import { founder, person, renewed } from '../harness/people.ts'
import { dataFolder, Product } from '../harness/product.ts'
import { until } from '../harness/until.ts'

const create = 'mutation ($input: CreateMemoryInput!) { createMemory(input: $input) { memory { id } } }'
const memoryNamed = (title: string) => ({ input: { type: 'SEMANTIC', title, content: title } })
type Created = { createMemory: { memory: { id: string } } }

/** The lines that are meant for the person who started it: what is no log record. */
const told = (product: Product) => product.output.split('\n').filter((line) => line !== '' && !line.startsWith('{'))

describe('a start that cannot succeed ends with exit code 1 and one clear sentence', { timeout: 120_000 }, () => {
  test('on a port that is taken', async () => {
    using folder = dataFolder()
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await using product = await Product.spawn({ folder: folder.path, port })
    expect(await product.ended).toBe(1)
    expect(told(product)).toEqual([expect.stringMatching(new RegExp(`\\b${port}\\b.*\\.$`))])
    server.close()
  })

  test('in a folder that cannot be written', async () => {
    using folder = dataFolder()
    const file = join(folder.path, 'a-file')
    writeFileSync(file, '')
    await using product = await Product.spawn({ folder: join(file, 'data') })
    expect(await product.ended).toBe(1)
    expect(told(product)).toEqual([expect.stringContaining(file)])
  })

  test('with settings that are wrong, each of which is named', async () => {
    using folder = dataFolder()
    await using product = await Product.spawn({
      folder: folder.path,
      env: { PORT: 'many', DATABASE_URL: 'not a url', GM_ENV: 'holiday' },
    })
    expect(await product.ended).toBe(1)
    for (const name of ['PORT', 'DATABASE_URL', 'GM_ENV']) expect(product.output).toContain(name)
    expect(product.output).not.toMatch(/^\s+at /m)
  })

  test('in production on defaults that are unsafe there', async () => {
    using folder = dataFolder()
    await using product = await Product.spawn({ folder: folder.path, env: { GM_ENV: 'production' } })
    expect(await product.ended).toBe(1)
    expect(product.output).not.toMatch(/^\s+at /m)
  })
})

describe('starting and stopping', { timeout: 180_000 }, () => {
  test('a start prints where everything is, and a second one in its folder ends with one clear sentence', async () => {
    using folder = dataFolder()
    await using product = await Product.start({ folder: folder.path })
    for (const path of ['/graphql', '/health', '/metrics', '/dev/mail']) expect(product.output).toContain(path)
    expect(product.output).toContain('ws://')

    await using second = await Product.spawn({ folder: folder.path })
    expect(await second.ended).toBe(1)
    expect(told(second)).toEqual([expect.stringContaining(folder.path)])
    expect((await fetch(`${product.url}/health`)).status).toBe(200)
  })

  test('with --seed there is the demo tenant of the README, and seeding again changes nothing', async () => {
    using folder = dataFolder()
    await using product = await Product.start({ folder: folder.path, args: ['--seed'] })
    await until('the demo tenant is filled', () => product.output.includes('Demo tenant'), 30_000)
    await seed(product.url)
    const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { ... on Tokens { accessToken } } }'
    const input = { email: 'ada@demo.test', password: 'demo password of Ada' }
    const { accessToken } = (await ask<{ signIn: { accessToken: string } }>(product.url, signIn, { input })).signIn
    const query = `{ memories(first: 1) { totalCount } searchMemories(query: "why did the sensors stop reporting?", first: 3) {
      edges { node { title createdBy { name } } } } }`
    expect(await ask(product.url, query, {}, accessToken)).toMatchObject({
      memories: { totalCount: 200 },
      searchMemories: { edges: [{ node: { createdBy: { name: 'Ada' } } }, {}, {}] },
    })
  })

  test('a second start after Ctrl-C keeps all data and whoever was signed in', async () => {
    using folder = dataFolder()
    const first = await Product.start({ folder: folder.path })
    const ada = await founder(first.url, await person(first.url, 'Ada', 'ada@example.test'), 'Acme', 'acme')
    const { createMemory } = await ask<Created>(first.url, create, memoryNamed('kept'), ada.token)
    expect(await first.stop('SIGINT')).toBe(0)

    await using second = await Product.start({ folder: folder.path })
    const query = 'query ($id: ID!) { memory(id: $id) { title } }'
    const read = (token: string) => ask(second.url, query, { id: createMemory.memory.id }, token)
    expect(await read(ada.token)).toEqual({ memory: { title: 'kept' } })
    expect(await read((await renewed(second.url, ada)).token)).toEqual({ memory: { title: 'kept' } })
  })

  test('Ctrl-C in the middle of writing answers what it has taken, and all that was acknowledged is kept', async () => {
    using folder = dataFolder()
    const first = await Product.start({ folder: folder.path })
    const ada = await founder(first.url, await person(first.url, 'Ada', 'ada@example.test'), 'Acme', 'acme')
    const acknowledged: string[] = []
    const refused: Answer[] = []
    let answered = 0
    const writes = Array.from({ length: 40 }, async (_, n) => {
      const answer = await post<Created>(first.url, create, memoryNamed(`m${n}`), ada.token).catch(() => undefined)
      if (++answered === 5) first.child.kill('SIGINT')
      if (answer?.data) acknowledged.push(answer.data.createMemory.memory.id)
      else if (answer) refused.push(answer)
    })
    await Promise.all(writes)
    expect(refused.filter((answer) => codeOf(answer) !== 'UNAVAILABLE')).toEqual([])
    expect(await first.ended).toBe(0)

    await using second = await Product.start({ folder: folder.path })
    const { token } = await renewed(second.url, ada)
    type Listed = { memories: { nodes: { id: string }[] } }
    const { memories } = await ask<Listed>(second.url, '{ memories(first: 100) { nodes { id } } }', {}, token)
    const stored = new Set(memories.nodes.map(({ id }) => id))
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([])
  })
})
