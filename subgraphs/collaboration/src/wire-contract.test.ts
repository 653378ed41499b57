import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Kind, parse, print, visit, type DocumentNode } from 'graphql'
import { expect, test } from 'vitest'

/** The shape of what clients of live editing speak, by version. A change of it gets a version of its own, here and in SPEC.md. */
const hashes: Readonly<Record<number, string>> = {
  2: '212537bad3ce1cca67fec5c3ec8dca4c968dc157983ef8b585d825634831b716',
  3: 'cad28f40fddfb8792084919a8b85ee773ac4a03f180fb6c60df7faed5e0f5c0c',
  // Frames alone have changed.
  4: 'cad28f40fddfb8792084919a8b85ee773ac4a03f180fb6c60df7faed5e0f5c0c',
}

const fields = [
  'openDocumentSession',
  'renewDocumentSession',
  'closeDocumentSession',
  'pushDocument',
  'acquireElementLock',
  'renewElementLock',
  'releaseElementLock',
  'documentEvents',
]
/** What is read beside live editing is not a part of it. */
const outside = new Set(['Document', 'User'])

/** The root fields and every type that they speak of, without descriptions, in the order of their names. */
function contract(sdl: DocumentNode): string {
  const bare = visit(sdl, {
    enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined),
  })
  const types = new Map(
    bare.definitions.flatMap((node) => ('name' in node && node.name ? [[node.name.value, node]] : [])),
  )
  const spoken = new Map<string, string>()
  const follow = (node: Parameters<typeof visit>[0]) =>
    visit(node, {
      NamedType: ({ name: { value: name } }) => {
        const type = types.get(name)
        if (type === undefined || outside.has(name) || spoken.has(name)) return
        spoken.set(name, print(type))
        follow(type)
      },
    })
  for (const root of ['Mutation', 'Subscription']) {
    const type = types.get(root)
    if (type?.kind !== Kind.OBJECT_TYPE_DEFINITION) throw new Error(`no ${root}`)
    for (const field of type.fields ?? []) {
      if (!fields.includes(field.name.value)) continue
      spoken.set(`${root}.${field.name.value}`, print(field))
      follow(field)
    }
  }
  return [...spoken]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, text]) => text)
    .join('\n')
}

test('the wire contract is the one of the version that SPEC.md names', () => {
  const text = contract(parse(readFileSync(new URL('../../../schema/collaboration.graphql', import.meta.url), 'utf8')))
  for (const field of fields) expect(text).toContain(field)
  const version = Number(/^Version (\d+)\./m.exec(readFileSync(new URL('../SPEC.md', import.meta.url), 'utf8'))?.[1])
  expect(hashes[version]).toBe(createHash('sha256').update(text).digest('hex'))
})
