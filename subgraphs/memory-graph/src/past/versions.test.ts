import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph, type TestGraph } from '../testing/start-graph.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph[Symbol.asyncDispose]())

const update = 'mutation ($input: UpdateMemoryInput!) { updateMemory(input: $input) { memory { version } } }'
const remove = 'mutation ($input: DeleteMemoryInput!) { deleteMemory(input: $input) { memory { id } } }'
const version = `query ($id: ID!, $version: Int!) { memory(id: $id, asOf: { version: $version }) { title version
  relationCounts { out } } }`
const diff = `query ($id: ID!, $from: Int!, $to: Int!, $by: DiffUnit) { memoryDiff(id: $id, from: $from, to: $to, by: $by) {
  fields { field before after } content { kind text } } }`

describe('a version of a memory', () => {
  test('is the memory as that change left it, with what was around it then', async () => {
    const ada = userIdentity()
    const id = await graph.remember(ada, 'One')
    await graph.must(ada, update, { input: { id, title: 'Two' } })
    await graph.relate(ada, id, await graph.remember(ada, 'Other'))
    await graph.must(ada, update, { input: { id, title: 'Three' } })
    await graph.must(ada, remove, { input: { id } })
    const read = (number: number) => graph.must(ada, version, { id, version: number })
    const at = (title: string, number: number, out: number) => ({
      memory: { title, version: number, relationCounts: { out } },
    })
    expect(await read(1)).toEqual(at('One', 1, 0))
    expect(await read(2)).toEqual(at('Two', 2, 0))
    expect(await read(3)).toEqual(at('Three', 3, 1))
    expect(await read(4)).toEqual({ memory: null })
    expect(await read(9)).toEqual({ memory: null })
    expect(await graph.must(userIdentity(), version, { id, version: 1 })).toEqual({ memory: null })
    const many = await graph.ask(ada, '{ memories(asOf: { version: 1 }) { nodes { id } } }')
    expect(many.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'asOf.version' })
  })

  test('differs from another in fields, and in words or lines of the content', async () => {
    const ada = userIdentity()
    const id = await graph.remember(ada, 'T', { content: 'the quick fox\nruns', tags: ['a'], importance: 0.5 })
    const validFrom = '2020-01-01T00:00:00.000Z'
    const input = { id, content: 'the quack fox\nruns', tags: ['a', 'b'], importance: null, validFrom }
    await graph.must(ada, update, { input })
    expect(await graph.must(ada, diff, { id, from: 1, to: 2, by: 'WORD' })).toEqual({
      memoryDiff: {
        fields: [
          { field: 'tags', before: ['a'], after: ['a', 'b'] },
          { field: 'importance', before: 0.5, after: null },
          { field: 'validFrom', before: null, after: validFrom },
        ],
        content: [
          { kind: 'KEPT', text: 'the ' },
          { kind: 'REMOVED', text: 'quick' },
          { kind: 'ADDED', text: 'quack' },
          { kind: 'KEPT', text: ' fox\nruns' },
        ],
      },
    })
    expect(await graph.must(ada, diff, { id, from: 2, to: 1, by: 'LINE' })).toMatchObject({
      memoryDiff: {
        content: [
          { kind: 'REMOVED', text: 'the quack fox\n' },
          { kind: 'ADDED', text: 'the quick fox\n' },
          { kind: 'KEPT', text: 'runs' },
        ],
      },
    })
    expect(await graph.must(ada, diff, { id, from: 1, to: 3 })).toEqual({ memoryDiff: null })
    expect(await graph.must(userIdentity(), diff, { id, from: 1, to: 2 })).toEqual({ memoryDiff: null })
  })

  test('gives both contents back from the parts, whatever they are', { timeout: 120_000 }, async () => {
    const ada = userIdentity()
    const text = fc
      .array(fc.constantFrom('a', 'word', ' ', '\n', '👍', 'é'), { maxLength: 20 })
      .map((all) => all.join(''))
    await fc.assert(
      fc.asyncProperty(text, text, fc.constantFrom('LINE', 'WORD'), async (before, after, by) => {
        const id = await graph.remember(ada, 'T', { content: before })
        await graph.must(ada, update, { input: { id, content: after } })
        type Diff = { memoryDiff: { content: { kind: string; text: string }[] } }
        const { content } = (await graph.must<Diff>(ada, diff, { id, from: 1, to: 2, by })).memoryDiff
        const without = (gone: string) => content.map(({ kind, text: part }) => (kind === gone ? '' : part)).join('')
        expect([without('ADDED'), without('REMOVED')]).toEqual([before, after])
      }),
      { numRuns: 30, endOnFailure: true },
    )
  })
})
