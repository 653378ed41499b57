import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { anonymousIdentity, apiKeyIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { ask } from '../testing/editor.ts'
import { Random } from '../testing/random.ts'
import type { TestNode } from '../testing/start-node.ts'
import { synced } from '../testing/synced.ts'
import { World } from '../testing/world.ts'

let world: World
let node: TestNode
let agent: Identity
beforeAll(async () => {
  world = await World.create()
  node = await world.startNode({ limits: { remarksPerMinute: 10_000 } })
  agent = apiKeyIdentity({ tenantId: world.ada.tenantId ?? '', scopes: ['document:read', 'document:suggest'] })
})
afterAll(() => world[Symbol.asyncDispose]())

type Hunk = {
  index: number
  at: number
  removed: string
  inserted: string
  status: string
  range: { from: number; to: number } | null
  reviewer: { id: string } | null
  seq: number | null
}
type Suggestion = {
  id: string
  status: string
  note: string | null
  authorKind: string
  closedAt: string | null
  hunks: Hunk[]
}
type Accepted = { suggestion: Suggestion; seq: number | null; conflicts: { index: number }[] }
const fields =
  'id status note authorKind closedAt hunks { index at removed inserted status range { from to } reviewer { id } seq }'

const suggest = async (documentId: string, content: string, more: object = {}, as = agent, on = node) =>
  (
    await ask<{ suggestEdit: { suggestion: Suggestion } }>(
      on.subgraph,
      as,
      `mutation ($input: SuggestEditInput!) { suggestEdit(input: $input) { suggestion { ${fields} } } }`,
      { input: { documentId, epoch: 1, baseSeq: 1, content, ...more } },
    )
  ).suggestEdit.suggestion
const accept = async (id: string, hunks?: number[], as: Identity = world.ada, on = node) =>
  (
    await ask<{ acceptSuggestion: Accepted }>(
      on.subgraph,
      as,
      `mutation ($input: AcceptSuggestionInput!) {
        acceptSuggestion(input: $input) { suggestion { ${fields} } seq conflicts { index } } }`,
      { input: { id, hunks } },
    )
  ).acceptSuggestion
const reject = async (id: string, hunks?: number[], as: Identity = world.ada) =>
  (
    await ask<{ rejectSuggestion: { suggestion: Suggestion } }>(
      node.subgraph,
      as,
      `mutation ($input: RejectSuggestionInput!) { rejectSuggestion(input: $input) { suggestion { ${fields} } } }`,
      { input: { id, hunks } },
    )
  ).rejectSuggestion.suggestion
const suggestionOf = async (id: string, as: Identity = world.ada) =>
  (
    await ask<{ suggestion: Suggestion }>(node.subgraph, as, `query ($id: ID!) { suggestion(id: $id) { ${fields} } }`, {
      id,
    })
  ).suggestion
const documentOf = async (id: string, on = node) =>
  (
    await ask<{ document: { text: string; headSeq: number } }>(
      on.subgraph,
      world.ada,
      'query ($id: ID!) { document(id: $id) { text headSeq } }',
      { id },
    )
  ).document
const textOf = async (id: string, on = node) => (await documentOf(id, on)).text
const statuses = ({ hunks }: Suggestion) => hunks.map(({ status }) => status)

describe('a suggestion', () => {
  test('G1, G2: is kept as what it changes, changes nothing, and is taken whole: the edit is its author’s, the decision the reviewer’s', async () => {
    const { id } = await world.createDocument(node, 'The quick brown fox jumps over the lazy dog.')
    const made = await suggest(id, 'The slow brown fox jumps over the dog, twice.', { note: 'More true' })
    expect(made).toMatchObject({ status: 'OPEN', note: 'More true', authorKind: 'API_KEY', closedAt: null })
    expect(made.hunks.map(({ at, removed, inserted }) => [at, removed, inserted])).toEqual([
      [4, 'quick', 'slow'],
      [35, 'lazy ', ''],
      [43, '', ', twice'],
    ])
    expect(made.hunks.map(({ range }) => range)).toEqual([
      { from: 4, to: 9 },
      { from: 35, to: 40 },
      { from: 43, to: 43 },
    ])
    expect(await textOf(id)).toBe('The quick brown fox jumps over the lazy dog.')

    const { suggestion, seq, conflicts } = await accept(made.id)
    expect(conflicts).toEqual([])
    expect(suggestion).toMatchObject({ status: 'ACCEPTED', closedAt: expect.any(String) })
    expect(suggestion.hunks[0]).toMatchObject({ status: 'ACCEPTED', reviewer: { id: world.ada.userId }, seq })
    expect(await documentOf(id)).toEqual({ text: 'The slow brown fox jumps over the dog, twice.', headSeq: seq })

    const agentId = agent.kind === 'apiKey' ? agent.apiKeyId : ''
    expect((await world.auditOf(made.id)).map(({ action, actor, details }) => [action, actor.id, details])).toEqual([
      ['suggestion.create', agentId, { documentId: id }],
      [
        'suggestion.accept',
        world.ada.userId,
        { documentId: id, hunks: [0, 1, 2], seq, author: { kind: 'apiKey', id: agentId } },
      ],
    ])
    expect((await world.auditOf(id)).at(-1)).toMatchObject({
      action: 'document.accept_suggestion',
      actor: { id: world.ada.userId },
      details: { batchId: expect.stringContaining(made.id) },
    })
  })

  test('G2: the graph is told the author of what was taken as its editor', async () => {
    const { id, memory } = await world.createDocument(node, 'text')
    const sue = userIdentity({ tenantId: world.ada.tenantId, role: 'suggester' })
    await accept((await suggest(id, 'better text', {}, sue)).id)
    await vi.waitFor(() =>
      expect(world.memoryGraph.memories.get(memory.id)).toMatchObject({
        content: 'better text',
        editors: [sue.userId],
      }),
    )
  })

  test('G3: is taken by part, whatever part comes first, and the rest can be turned down', async () => {
    const { id } = await world.createDocument(node, 'one two three four five')
    const made = await suggest(id, 'ONE two THREE four FIVE')
    expect(await accept(made.id, [2])).toMatchObject({ conflicts: [], suggestion: { status: 'OPEN' } })
    expect(await textOf(id)).toBe('one two three four FIVE')
    expect(statuses(await reject(made.id, [1]))).toEqual(['PENDING', 'REJECTED', 'ACCEPTED'])
    await expect(accept(made.id, [1])).rejects.toThrow('CONFLICT')
    await expect(reject(made.id, [2])).rejects.toThrow('CONFLICT')
    await expect(accept(made.id, [3])).rejects.toThrow('BAD_USER_INPUT')
    const { suggestion } = await accept(made.id)
    expect(suggestion.status).toBe('PARTLY_ACCEPTED')
    expect(await textOf(id)).toBe('ONE two three four FIVE')
  })

  test('G4: is merged with what came since, and says of each change that no longer applies', async () => {
    const { id } = await world.createDocument(node, 'alpha beta gamma delta epsilon zeta')
    const made = await suggest(id, 'alpha BETA gamma delta! epsilon ZETA')
    using editor = await world.editor(node, id)
    await synced(editor)
    await editor.edit((text) => text.insert(0, 'Since then: '))
    // Somebody rewrites inside what the last change takes out.
    await editor.edit((text) => text.insert(text.length - 2, 'x'))
    expect((await suggestionOf(made.id)).hunks.map(({ range }) => range)).toEqual([
      { from: 18, to: 22 },
      { from: 34, to: 34 },
      null,
    ])
    const { conflicts, suggestion } = await accept(made.id)
    expect(conflicts).toEqual([{ index: 2 }])
    expect(statuses(suggestion)).toEqual(['ACCEPTED', 'ACCEPTED', 'PENDING'])
    expect(await textOf(id)).toBe('Since then: alpha BETA gamma delta! epsilon zexta')
    await vi.waitFor(() => expect(editor.text).toBe('Since then: alpha BETA gamma delta! epsilon zexta'))
    expect(await accept(made.id)).toMatchObject({ seq: null, conflicts: [{ index: 2 }] })
    // What stood in the way is taken back: the change applies again.
    await editor.edit((text) => text.delete(text.length - 3, 1))
    expect((await accept(made.id)).suggestion.status).toBe('ACCEPTED')
    expect(await textOf(id)).toBe('Since then: alpha BETA gamma delta! epsilon ZETA')
  })

  test('G4: an insertion applies while a neighbour stands, and a deletion of what is gone already is done', async () => {
    const { id } = await world.createDocument(node, 'aaa bbb ccc ddd eee')
    const [inside, outside, deleting, replacing] = [
      await suggest(id, 'aaa bbb, ccc ddd eee'),
      await suggest(id, 'aaa bbb ccc !ddd eee'),
      await suggest(id, 'aaa ddd eee'),
      await suggest(id, 'aaa xxx ddd eee'),
    ]
    using editor = await world.editor(node, id)
    await synced(editor)
    await editor.edit((text) => text.delete(4, 8))
    expect(await textOf(id)).toBe('aaa ddd eee')
    expect(await accept(deleting.id)).toMatchObject({ conflicts: [], suggestion: { status: 'ACCEPTED' } })
    expect(await accept(replacing.id)).toMatchObject({ conflicts: [{ index: 0 }], seq: null })
    expect(await accept(inside.id)).toMatchObject({ conflicts: [{ index: 0 }], seq: null })
    expect(await accept(outside.id)).toMatchObject({ conflicts: [], suggestion: { status: 'ACCEPTED' } })
    expect(await textOf(id)).toBe('aaa !ddd eee')
  })

  test('G5: is taken once, by however many at once, on whichever node', async () => {
    const other = await world.startNode()
    const { id } = await world.createDocument(node, 'tick tock')
    const made = await suggest(id, 'tick, tack, tock')
    const answers = await Promise.all(
      [node, other, node, other].map((on, n) => accept(made.id, undefined, n % 2 === 0 ? world.ada : world.grace, on)),
    )
    expect(answers.map(({ conflicts }) => conflicts)).toEqual([[], [], [], []])
    for (const on of [node, other]) {
      await vi.waitFor(async () => expect(await textOf(id, on)).toBe('tick, tack, tock'))
    }
    expect((await world.auditOf(made.id)).filter(({ action }) => action === 'suggestion.accept')).toHaveLength(1)
  })

  test('G5: which was taken in when the node died before the decision was written down is taken once all the same', async () => {
    const { id } = await world.createDocument(node, 'tick tock')
    const made = await suggest(id, 'tick, tack, tock')
    await accept(made.id)
    await forget(made.id)
    expect(await accept(made.id)).toMatchObject({ conflicts: [], suggestion: { status: 'ACCEPTED' } })
    expect(await textOf(id)).toBe('tick, tack, tock')
  })

  test('G3: any two texts, taken in any order of parts, become the second (seed 7)', async () => {
    const random = new Random(7)
    const words = ['a', 'b', 'cc', 'ddd', '\n', '🙂', ' ']
    const write = () => Array.from({ length: random.below(30) }, () => words[random.below(words.length)]).join('')
    for (let round = 0; round < 12; round++) {
      const [from, to] = [write(), write()]
      if (from === to) continue
      const { id } = await world.createDocument(node, from)
      const { id: suggestionId, hunks } = await suggest(id, to)
      const order = hunks.map(({ index }) => index).toSorted(() => random.below(3) - 1)
      for (const index of order) expect((await accept(suggestionId, [index])).conflicts).toEqual([])
      expect(await textOf(id)).toBe(to)
    }
  })
})

describe('who may', () => {
  test('R2: a suggester proposes and decides nothing, but withdraws his own', async () => {
    const { id } = await world.createDocument(node, 'text')
    const sue = userIdentity({ tenantId: world.ada.tenantId, role: 'suggester' })
    const made = await suggest(id, 'better text', {}, sue)
    await expect(accept(made.id, undefined, sue)).rejects.toThrow('FORBIDDEN')
    await expect(reject(made.id, undefined, agent)).rejects.toThrow('FORBIDDEN')
    const commenter = userIdentity({ tenantId: world.ada.tenantId, role: 'commenter' })
    for (const as of [world.victor, commenter]) {
      await expect(suggest(id, 'x', {}, as)).rejects.toThrow('FORBIDDEN')
      await expect(accept(made.id, undefined, as)).rejects.toThrow('FORBIDDEN')
      await expect(reject(made.id, undefined, as)).rejects.toThrow('FORBIDDEN')
    }
    await expect(suggest(id, 'x', {}, anonymousIdentity())).rejects.toThrow('UNAUTHENTICATED')
    expect(await reject(made.id, undefined, sue)).toMatchObject({
      status: 'REJECTED',
      hunks: [{ status: 'REJECTED', reviewer: { id: sue.userId } }],
    })
    expect((await world.auditOf(made.id)).map(({ action, outcome }) => [action, outcome])).toEqual([
      ['suggestion.create', 'ALLOWED'],
      ['suggestion.reject', 'ALLOWED'],
    ])
    expect(await suggestionOf(made.id, world.victor)).toMatchObject({ status: 'REJECTED' })
  })

  test('D4: for another tenant a suggestion does not exist', async () => {
    const { id } = await world.createDocument(node, 'text')
    const made = await suggest(id, 'better text')
    await expect(suggest(id, 'x', {}, world.eve)).rejects.toThrow('NOT_FOUND')
    await expect(suggestionOf(made.id, world.eve)).rejects.toThrow('NOT_FOUND')
    await expect(accept(made.id, undefined, world.eve)).rejects.toThrow('NOT_FOUND')
    await expect(reject(made.id, undefined, world.eve)).rejects.toThrow('NOT_FOUND')
    expect(await suggestionOf(made.id)).toEqual(made)
  })
})

test('are listed newest first, by what became of them, in pages', async () => {
  const { id } = await world.createDocument(node, 'text')
  const ids: string[] = []
  for (const content of ['one text', 'two text', 'three text']) ids.unshift((await suggest(id, content)).id)
  await reject(ids[1] ?? '')
  const list = async (args: string) =>
    (
      await ask<{
        document: { suggestions: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }
      }>(
        node.subgraph,
        world.victor,
        `query ($id: ID!) { document(id: $id) { suggestions(${args}) { nodes { id } pageInfo { hasNextPage endCursor } } } }`,
        { id },
      )
    ).document.suggestions
  const idsOf = async (args: string) => (await list(args)).nodes.map((each) => each.id)
  expect(new Set(await idsOf('first: 10'))).toEqual(new Set(ids))
  expect(await idsOf('filter: { status: REJECTED }')).toEqual([ids[1]])
  const first = await list('first: 2')
  expect(first.pageInfo.hasNextPage).toBe(true)
  expect([
    ...first.nodes.map((each) => each.id),
    ...(await idsOf(`first: 2, after: "${first.pageInfo.endCursor}"`)),
  ]).toEqual(await idsOf('first: 10'))
})

test('H1: what becomes of suggestions is told with the rest', async () => {
  const { id } = await world.createDocument(node, 'one two three')
  const made = await suggest(id, 'ONE two THREE')
  await accept(made.id, [0])
  await reject(made.id)
  const events = await node.subgraph.subscribe({
    query:
      'subscription ($id: ID!) { documentActivity(documentId: $id, after: 0) { seq kind suggestion { id status } } }',
    variables: { id },
    identity: world.victor,
  })
  if (!(Symbol.asyncIterator in events)) throw new AggregateError(events.errors ?? [])
  const heard: unknown[] = []
  for await (const { data } of events) if (heard.push(data?.['documentActivity']) === 3) break
  const suggestion = { id: made.id, status: 'PARTLY_ACCEPTED' }
  expect(heard).toEqual([
    { seq: 1, kind: 'SUGGESTION_MADE', suggestion },
    { seq: 2, kind: 'SUGGESTION_ACCEPTED', suggestion },
    { seq: 3, kind: 'SUGGESTION_REJECTED', suggestion },
  ])
})

describe('G6: is refused', () => {
  test.each([
    ['what changes nothing', 'text', {}, 'BAD_USER_INPUT'],
    ['a base that is not in the log', 'x', { baseSeq: 99 }, 'BAD_USER_INPUT'],
    ['another epoch', 'x', { epoch: 2 }, 'CONFLICT'],
    ['a text with NUL', 'a\0b', {}, 'BAD_USER_INPUT'],
    ['half a character', '\ud800', {}, 'BAD_USER_INPUT'],
    ['a note that is too long', 'x', { note: 'x'.repeat(2_001) }, 'BAD_USER_INPUT'],
    ['more than an update may hold', 'x'.repeat(300_000), {}, 'PAYLOAD_TOO_LARGE'],
    ['more changes than somebody can look at', 'many', {}, 'BAD_USER_INPUT'],
  ])('%s', async (what, content, more, code) => {
    const many = Array.from({ length: 101 }, (_, n) => `word${n} stays`)
    const isMany = what.startsWith('more changes')
    const { id } = await world.createDocument(node, isMany ? many.join(' ') : 'text')
    await expect(suggest(id, isMany ? many.join(' ').replaceAll('word', 'other') : content, more)).rejects.toThrow(code)
  })

  test('one more than may wait for a decision', async () => {
    const small = await world.startNode({ limits: { openSuggestionsPerDocument: 2 } })
    const { id } = await world.createDocument(node, 'text')
    const answers = await Promise.allSettled(
      ['a', 'b', 'c'].map((word) => suggest(id, `${word} text`, {}, agent, small)),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'fulfilled', 'rejected'])
  })
})

/** As if the node had died after the edit was durable: the decision was never written down. */
const forget = (suggestionId: string) =>
  world.database.withTenant(world.ada, async (em) => {
    await recordAudit(em, world.ada, { type: 'collaboration', action: 'test.forget' })
    await em.execute(
      `update collab.suggestion set status = 'OPEN', closed_at = null where id = ?`,
      [suggestionId],
      'run',
    )
    await em.execute(
      `update collab.suggestion_hunk set status = 'PENDING', reviewer_kind = null, reviewer_id = null where suggestion_id = ?`,
      [suggestionId],
      'run',
    )
  })
