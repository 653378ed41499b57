import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sha256 } from '@graphmemory/gateway/edge/document-file.ts'
import { runCommand } from '../run-command.ts'

let folder: string
let printed: string[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'publish-'))
  printed = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true })
})

const write = async (name: string, text: string) => {
  await writeFile(join(folder, name), text)
  return join(folder, name)
}
const publish = (...paths: string[]) => runCommand(['documents', 'publish', ...paths], { GM_DATA: folder })
const published = async () =>
  Object.values(JSON.parse(await readFile(join(folder, 'trusted-documents.json'), 'utf8')) as Record<string, string>)

test('operations of a folder are published with the fragments they use, and their hashes printed', async () => {
  await write('parts.graphql', 'fragment Named on Memory { id title } fragment Unused on Memory { id }')
  await write(
    'me.gql',
    'query Me { viewer { user { id } } } query Newest { memories(first: 1) { nodes { ...Named } } }',
  )
  await publish(folder)
  const texts = await published()
  expect(texts.map((text) => text.match(/(query|fragment) \w+/g))).toEqual([
    ['query Me'],
    ['query Newest', 'fragment Named'],
  ])
  for (const text of texts) expect(printed.join('')).toContain(sha256(text))
})

test('manifests of other tools are published as they are, beside what was there', async () => {
  const [one, two, three] = [
    'query One { viewer { user { id } } }',
    'query Two { viewer { user { id } } }',
    '{ viewer { user { id } } }',
  ]
  const apollo = { format: 'apollo-persisted-query-manifest', version: 1, operations: [{ id: 'x', body: one }] }
  await publish(await write('apollo.json', JSON.stringify(apollo)))
  await publish(await write('relay.json', JSON.stringify({ any: two, other: three })))
  expect(await published()).toEqual([one, two, three])
  expect(printed.at(-1)).toMatch(/^2 new, 3 published/)
})

test('nothing is published when one does not fit the schema, cannot be told apart, or is none', async () => {
  const good = await write('good.graphql', 'query Good { viewer { user { id } } }')
  for (const [text, problem] of [
    ['query Bad { nobody }', /Bad: Cannot query field "nobody"/],
    ['query Bad { viewer {', /bad\.graphql: Syntax Error/],
    ['{ viewer { user { id } } }', /needs a name/],
    ['query Good { viewer { user { name } } }', /Good is used twice/],
    ['type Query { a: Int }', /operations and fragments alone/],
  ] as const)
    await expect(publish(good, await write('bad.graphql', text))).rejects.toThrow(problem)
  await expect(publish(await write('list.json', '[1]'))).rejects.toThrow(/no manifest/)
  await expect(publish(join(folder, 'missing.graphql'))).rejects.toThrow(/cannot be read/)
  await expect(published()).rejects.toThrow('ENOENT')
})
