import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Array as YArray, Doc, Map as YMap, Text } from 'yjs'
import { restoreContent } from './restore-content.ts'

test('V3: whatever an array was and has become, restoring makes it again', () => {
  const leaf = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('a', 'b'), fc.constant(null))
  const tree = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.array(tie('node'), { maxLength: 6 }),
      fc.dictionary(fc.constantFrom('x', 'y', 'z'), tie('node'), { maxKeys: 3 }),
      fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', ' ', 'é') }).map((text) => ({ text })),
    ),
  }))
  const shared = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const list = new YArray<unknown>()
      list.push(value.map(shared))
      return list
    }
    if (value === null || typeof value !== 'object') return value
    const entries = Object.entries(value)
    if (entries[0]?.[0] === 'text') return new Text(String(entries[0][1]))
    return new YMap(entries.map(([key, each]) => [key, shared(each)]))
  }
  fc.assert(
    fc.property(fc.array(tree.node, { maxLength: 6 }), fc.array(tree.node, { maxLength: 6 }), (before, after) => {
      const [doc, then] = [new Doc(), new Doc()]
      doc.getArray('list').push(before.map(shared))
      then.getArray('list').push(after.map(shared))
      restoreContent(doc, then)
      expect(doc.getArray('list').toJSON()).toEqual(then.getArray('list').toJSON())
    }),
  )
})

test('V3: whatever formats and embeds a text had and has now, restoring gives them back', () => {
  const attributes = fc.dictionary(fc.constantFrom('bold', 'link'), fc.constantFrom<unknown>(true, 'x', { to: 'y' }), {
    maxKeys: 2,
  })
  const insert = fc.oneof(
    fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom('a', 'b', ' ', '😀', '\uFFFC') }),
    fc.record({ image: fc.constantFrom('one', 'two') }),
  )
  const delta = fc.array(fc.record({ insert, attributes }), { maxLength: 8 })
  fc.assert(
    fc.property(delta, delta, (before, after) => {
      const [doc, then] = [new Doc(), new Doc()]
      doc.getText('content').applyDelta(before)
      then.getText('content').applyDelta(after)
      restoreContent(doc, then)
      expect(characters(doc.getText('content'))).toEqual(characters(then.getText('content')))
    }),
  )
})

/** Each character, or what is embedded, with its format. */
const characters = (text: Text) =>
  (text.toDelta() as { insert: string | object; attributes?: object }[]).flatMap(({ insert, attributes = {} }) =>
    (typeof insert === 'string' ? insert.split('') : [insert]).map((each) => [each, attributes]),
  )
