import { expect, test } from 'vitest'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph, type TestGraph } from './testing/start-graph.ts'

const writer = userIdentity()
const stranger = userIdentity()

type Node = { readonly title: string }
type Likes = readonly { readonly score: number; readonly isRelated: boolean; readonly node: Node }[]
async function likes(graph: TestGraph, id: string) {
  const fields = 'score isRelated node { title }'
  const query = `query ($id: ID!) { memory(id: $id) {
    similar { ${fields} } likelyDuplicates { ${fields} } suggestedLinks { ${fields} } } }`
  type Answer = { memory: { similar: Likes; likelyDuplicates: Likes; suggestedLinks: Likes } }
  return (await graph.must<Answer>(writer, query, { id })).memory
}
const titles = (found: Likes) => found.map(({ node }) => node.title)

test('the memories most like one are told apart from its duplicates and from those it may be related to', async () => {
  await using graph = await startGraph()
  const more = { content: 'The release failed since a variable of the environment was not set.' }
  const id = await graph.remember(writer, 'Failed release', more)
  await graph.remember(writer, 'Failed release!', more)
  const known = await graph.remember(writer, 'A release failed once, by a variable')
  await graph.remember(writer, 'Cats sleep on rugs')
  await graph.remember(stranger, 'Failed release', more)
  await graph.relate(writer, id, known)
  const { similar, likelyDuplicates, suggestedLinks } = await likes(graph, id)
  expect(titles(similar)).toEqual(['Failed release!', 'A release failed once, by a variable'])
  expect(similar.map(({ isRelated }) => isRelated)).toEqual([false, true])
  expect(similar.every(({ score }) => score > 0 && score <= 1)).toBe(true)
  expect(titles(likelyDuplicates)).toEqual(['Failed release!'])
  expect(titles(suggestedLinks)).toEqual(['Failed release!'])
})

test('memories that have the same around them are suggested to each other, though they share no word', async () => {
  await using graph = await startGraph()
  const [one, other] = [await graph.remember(writer, 'Alpha'), await graph.remember(writer, 'Omega')]
  for (const title of ['Left', 'Right']) {
    const between = await graph.remember(writer, title)
    await graph.relate(writer, one, between)
    await graph.relate(writer, between, other)
  }
  const { suggestedLinks, likelyDuplicates } = await likes(graph, one)
  expect(titles(suggestedLinks)).toEqual(['Omega'])
  expect(likelyDuplicates).toEqual([])
})

test('a hit shows where the words of the query stand, and says why it was found', async () => {
  await using graph = await startGraph()
  const content = `${'Something else. '.repeat(40)}The parties were in the old mill. ${'And more. '.repeat(40)}`
  const found = await graph.remember(writer, 'A summer evening', { content })
  const next = await graph.remember(writer, 'Whoever came stayed')
  await graph.relate(writer, found, next, 'PRECEDES')
  const query = `{ searchMemories(query: "party mill") { edges { node { id }
    highlights { field text matches { start end } } why { signal text via { id } } } } }`
  type Edge = {
    node: { id: string }
    highlights: { field: string; text: string; matches: { start: number; end: number }[] }[]
    why: { signal: string; text: string; via: { id: string } | null }[]
  }
  const { searchMemories } = await graph.must<{ searchMemories: { edges: Edge[] } }>(writer, query)
  const [first, second] = searchMemories.edges
  const [highlight] = first?.highlights ?? []
  expect(highlight?.field).toBe('CONTENT')
  expect(highlight?.matches.map(({ start, end }) => highlight.text.slice(start, end))).toEqual(['parties', 'mill'])
  expect(highlight?.text.length).toBeLessThan(content.length / 2)
  expect(first?.why[0]).toEqual({ signal: 'TEXT', text: 'Holds “party”, “mill”', via: null })
  expect(second?.node.id).toBe(next)
  expect(second?.why[0]).toEqual({
    signal: 'GRAPH',
    text: 'Comes after a memory that answers the query',
    via: { id: found },
  })
})

test('words whose stem has a stem of its own liken memories too', async () => {
  await using graph = await startGraph()
  const id = await graph.remember(writer, 'Licenses compose databases')
  await graph.remember(writer, 'A database, composed and licensed')
  await graph.remember(writer, 'Cats sleep on rugs')
  expect(titles((await likes(graph, id)).similar)).toEqual(['A database, composed and licensed'])
})

test('what is asked of similar memories is bounded', async () => {
  await using graph = await startGraph()
  const id = await graph.remember(writer, 'One')
  const ask = (field: string) =>
    graph.refusal(writer, `query ($id: ID!) { memory(id: $id) { ${field} { score } } }`, { id })
  expect(await ask('similar(first: 101)')).toBe('BAD_USER_INPUT')
  expect(await ask('similar(minScore: 2)')).toBe('BAD_USER_INPUT')
  expect(await ask('likelyDuplicates(first: 0)')).toBe('BAD_USER_INPUT')
})
