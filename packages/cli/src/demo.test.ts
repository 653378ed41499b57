import { expect, test } from 'vitest'
import { demoMemories, demoRelations } from './demo.ts'

test('the demo has two hundred memories of every type, all joined', () => {
  const memories = demoMemories()
  const keys = new Set(memories.map(({ key }) => key))
  expect(keys.size).toBe(200)
  expect(new Set(memories.map(({ type }) => type)).size).toBe(4)
  const relations = demoRelations()
  for (const { from, to } of relations) expect([keys.has(from), keys.has(to), from === to]).toEqual([true, true, false])
  const joined = new Set(relations.flatMap(({ from, to }) => [from, to]))
  expect([...keys].filter((key) => !joined.has(key))).toEqual([])
})
