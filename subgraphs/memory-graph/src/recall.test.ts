import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph, type TestGraph } from './testing/start-graph.ts'

const writer = userIdentity()
const viewer = userIdentity({ tenantId: writer.tenantId, role: 'viewer' })
const stranger = userIdentity()

const fields = `id query budgetTokens tokens text sha256 usesMeaning stale actor { id }
  items { memoryId version score text tokens memory { title } }`
type Receipt = {
  readonly id: string
  readonly tokens: number
  readonly text: string
  readonly sha256: string
  readonly actor: { readonly id: string } | null
  readonly items: readonly {
    readonly memoryId: string
    readonly text: string
    readonly tokens: number
    readonly memory: { readonly title: string } | null
  }[]
}
const recallText = `mutation ($input: RecallInput!) { recall(input: $input) { receipt { ${fields} } } }`
const recall = async (graph: TestGraph, query: string, budgetTokens: number) =>
  (await graph.must<{ recall: { receipt: Receipt } }>(viewer, recallText, { input: { query, budgetTokens } })).recall
    .receipt
const read = (graph: TestGraph, id: string, identity = viewer) =>
  graph.must<{ recallReceipt: Receipt | null }>(identity, `query ($id: ID!) { recallReceipt(id: $id) { ${fields} } }`, {
    id,
  })

test('an agent is given the best memories that fit its budget, with their sources, and never more', async () => {
  await using graph = await startGraph()
  const source = { kind: 'FILE', reference: 'notes/mill.md', line: 7 }
  await graph.remember(writer, 'The mill', { content: 'The mill by the lake is old. '.repeat(30), source })
  await graph.remember(writer, 'Another mill', { content: 'ärmelkanal 日本語 '.repeat(60) })
  await graph.remember(writer, 'Nothing of it')
  for (const budgetTokens of [50, 120, 500, 5_000]) {
    const { tokens, text, items } = await recall(graph, 'mill', budgetTokens)
    expect(tokens).toBeLessThanOrEqual(budgetTokens)
    expect(Math.ceil(Buffer.byteLength(text) / 3)).toBeLessThanOrEqual(tokens)
    expect(text.isWellFormed()).toBe(true)
    expect(items.length).toBeGreaterThan(0)
  }
  const { items, text } = await recall(graph, 'mill', 5_000)
  expect(items.map(({ memory }) => memory?.title ?? '').toSorted()).toEqual(['Another mill', 'The mill'])
  expect(text).toContain('from notes/mill.md:7')
})

test('what an agent was given can be read again as it was, though the memory has changed, and is in the audit log', async () => {
  await using graph = await startGraph()
  const id = await graph.remember(writer, 'The mill is open')
  const given = await recall(graph, 'mill', 200)
  expect(given.actor?.id).toBe(viewer.userId)
  await graph.must(writer, 'mutation ($input: UpdateMemoryInput!) { updateMemory(input: $input) { memory { id } } }', {
    input: { id, title: 'The mill is shut' },
  })
  const { recallReceipt } = await read(graph, given.id)
  expect(recallReceipt).toMatchObject({ id: given.id, text: given.text, tokens: given.tokens })
  expect(recallReceipt?.items[0]).toMatchObject({ memoryId: id, memory: { title: 'The mill is shut' } })
  const recorded = (await graph.audited(writer)).filter(({ action }) => action === 'memory.recall')
  expect(recorded).toHaveLength(1)
  const sha256 = createHash('sha256').update(given.text).digest('hex')
  expect([given.sha256, recallReceipt?.sha256]).toEqual([sha256, sha256])
  expect(recorded[0]?.details).toEqual({ memories: [{ id, version: 1 }], tokens: given.tokens, sha256 })
  expect(JSON.stringify(recorded)).toContain(given.id)
})

test("a receipt is its tenant's alone, and what is asked is bounded", async () => {
  await using graph = await startGraph()
  await graph.remember(writer, 'The mill')
  const { id } = await recall(graph, 'mill', 200)
  expect(await read(graph, id, stranger)).toEqual({ recallReceipt: null })
  for (const input of [
    { query: 'mill', budgetTokens: 49 },
    { query: 'mill', budgetTokens: 32_001 },
    { query: '', budgetTokens: 200 },
  ]) {
    expect(await graph.refusal(viewer, recallText, { input })).toBe('BAD_USER_INPUT')
  }
})
