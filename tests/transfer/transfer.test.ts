import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, post } from '../harness/client.ts'
import { gm } from '../harness/gm.ts'
import { founder, type Member, person } from '../harness/people.ts'
import { dataFolder, Product } from '../harness/product.ts'

const folder = dataFolder()
let product: Product
let ada: Member
beforeAll(async () => {
  product = await Product.start({ folder: folder.path })
  ada = await founder(product.url, await person(product.url, 'Ada', 'ada@example.test'), 'Acme', 'acme')
}, 60_000)
afterAll(async () => {
  await product.stop('SIGTERM')
  folder[Symbol.dispose]()
})

const run = (args: readonly string[], token = ada.token) => gm([...args, '--url', product.url], { GM_TOKEN: token })
const fileWith = (name: string, lines: readonly object[]) => {
  const file = join(folder.path, name)
  writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'))
  return file
}
const memories = Array.from({ length: 5_000 }, (_, n) => ({
  kind: 'memory',
  externalId: `m${n}`,
  type: 'EPISODIC',
  title: `Turn ${n}`,
  content: n === 4_321 ? 'The lighthouse keeper sold his boat' : `What was said in turn ${n}`,
}))
const relations = Array.from({ length: 4_999 }, (_, n) => ({
  kind: 'relation',
  from: `m${n}`,
  to: `m${n + 1}`,
  type: 'PRECEDES',
}))

describe('from the command line', { timeout: 120_000 }, () => {
  test('a file much larger than a request is imported, found at once, and comes out again as it went in', async () => {
    const file = fileWith('graph.jsonl', [...memories, ...relations])
    expect(await run(['import', file])).toBe('9999 lines: 9999 created, 0 updated, 0 unchanged, 0 left out.\n')
    expect(await run(['import', file])).toBe('9999 lines: 0 created, 0 updated, 9999 unchanged, 0 left out.\n')
    type Found = { searchMemories: { nodes: { externalId: string }[] } }
    const query = '{ searchMemories(query: "lighthouse keeper", first: 1) { nodes { externalId } } }'
    expect((await ask<Found>(product.url, query, {}, ada.token)).searchMemories.nodes).toEqual([
      { externalId: 'm4321' },
    ])

    const out = join(folder.path, 'out.jsonl')
    await run(['export', out])
    expect(readFileSync(out, 'utf8').trimEnd().split('\n')).toHaveLength(9_999)
    const bob = await founder(product.url, await person(product.url, 'Bob', 'bob@example.test'), 'Other', 'other')
    expect(await run(['import', out], bob.token)).toBe(
      '9999 lines: 9999 created, 0 updated, 0 unchanged, 0 left out.\n',
    )
    expect(await run(['export', '--format', 'graphml'], bob.token)).toContain('<data key="node-title">Turn 4999</data>')
  })

  test('lines that are wrong are told one by one, and the command fails', async () => {
    const file = fileWith('wrong.jsonl', [
      { kind: 'memory', externalId: 'x', type: 'WRONG', title: 'x' },
      { kind: 'memory', externalId: 'y', type: 'SEMANTIC', title: 'y' },
    ])
    const failing = run(['import', file])
    await expect(failing).rejects.toThrow(/line 1: type: /)
    await expect(failing).rejects.toThrow(/1 line was left out/)
  })

  test.each([
    ['a token that is none', ['import', 'graph.jsonl'], 'gm_live_wrong', /Refused: /],
    ['a folder', ['import', '.'], undefined, /is a folder: name a file/],
    ['a file that is not there', ['import', 'nowhere.jsonl'], undefined, /nowhere\.jsonl cannot be read/],
    ['a format that there is not', ['export', '--format', 'csv'], undefined, /format is one of jsonl, graphml, cypher/],
  ])('%s is one clear sentence', async (_, [command = '', ...args], token, sentence) => {
    const paths = args.map((each) => (each.endsWith('.jsonl') ? join(folder.path, each) : each))
    await expect(run([command, ...paths], token)).rejects.toThrow(sentence)
  })

  test('a tenant is made read-only, which refuses every change and no question, and may be changed again', async () => {
    expect(await run(['tenant', 'read-only', 'We move to another server'])).toBe('acme is read-only.\n')
    const creating = 'mutation ($input: CreateMemoryInput!) { createMemory(input: $input) { memory { id } } }'
    const variables = { input: { type: 'SEMANTIC', title: 'late' } }
    const { errors } = await post(product.url, creating, variables, ada.token)
    expect(errors).toMatchObject([
      {
        message: 'This tenant is read-only: We move to another server',
        extensions: { code: 'UNAVAILABLE', reason: 'READ_ONLY_MODE' },
      },
    ])
    const late = fileWith('late.jsonl', [{ kind: 'memory', externalId: 'late', type: 'SEMANTIC', title: 'late' }])
    await expect(run(['import', late])).rejects.toThrow('This tenant is read-only')
    expect(
      await ask(
        product.url,
        '{ searchMemories(query: "late", first: 1) { nodes { title } } tenant { readOnly { reason } } }',
        {},
        ada.token,
      ),
    ).toMatchObject({
      tenant: { readOnly: { reason: 'We move to another server' } },
    })
    expect(await run(['tenant', 'read-write'])).toBe('acme can be changed again.\n')
    expect(await run(['import', late])).toContain('1 created')
  })
})
