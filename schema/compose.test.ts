import { expect, test } from 'vitest'
import { compose } from './compose.ts'

const head = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable"])`
const memory = (fields: string) => `${head} type Memory @key(fields: "id") { id: ID! ${fields} }`
const query = 'type Query { memory: Memory }'

test('subgraphs that fit compose to one graph', () => {
  const composed = compose([
    { name: 'graph', sdl: `${memory('title: String!')} ${query}` },
    { name: 'documents', sdl: memory('document: String') },
  ])
  expect(composed).toContain('document: String @join__field(graph: DOCUMENTS)')
})

test('a contradiction fails with its reason', () => {
  const contradicting = [
    { name: 'graph', sdl: `${memory('title: String! @shareable')} ${query}` },
    { name: 'documents', sdl: memory('title: Int! @shareable') },
  ]
  expect(() => compose(contradicting)).toThrow(/Type of field "Memory.title" is incompatible/)
})

test('a hint fails like an error: two subgraphs that do not quite agree', () => {
  const disagreeing = [
    { name: 'graph', sdl: `${memory('title: String! @shareable')} ${query}` },
    { name: 'documents', sdl: memory('title: String @shareable') },
  ]
  expect(() => compose(disagreeing)).toThrow(/INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE/)
})
