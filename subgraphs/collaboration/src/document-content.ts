import { isDeepStrictEqual } from 'node:util'
import { Doc, encodeStateAsUpdate } from 'yjs'
import { rewriteText } from './rewrite-text.ts'

/** What a document holds of its memory. */
export type DocumentContent = {
  readonly content: string
  readonly title: string
  readonly tags: readonly string[]
  readonly properties: Readonly<Record<string, unknown>>
}

/** Ids below 1024 are the server's; this one has written what every document begins with. */
const seedClientId = 1

/** The update that a document begins with: the texts `content` and `title`, the maps `tags` (tag → true) and `properties`. */
export function seedUpdate({ content, title, tags, properties }: DocumentContent): Uint8Array {
  const doc = new Doc()
  doc.clientID = seedClientId
  doc.transact(() => {
    doc.getText('content').insert(0, content)
    doc.getText('title').insert(0, title)
    for (const tag of tags) doc.getMap('tags').set(tag, true)
    for (const [name, value] of Object.entries(properties)) doc.getMap('properties').set(name, value)
  })
  return encodeStateAsUpdate(doc)
}

/** What a document says now: tags in the order of their letters, and of the properties those that are JSON. */
export const readContent = (doc: Doc): DocumentContent => ({
  content: doc.getText('content').toJSON(),
  title: doc.getText('title').toJSON(),
  tags: readTags(doc),
  properties: readProperties(doc),
})

/** Makes what a document says another, by as few changes as are needed; what is not given stays. */
export function rewriteContent(doc: Doc, { content, title, tags, properties }: Partial<DocumentContent>): void {
  if (content !== undefined) rewriteText(doc.getText('content'), content)
  if (title !== undefined) rewriteText(doc.getText('title'), title)
  if (tags !== undefined) {
    const before = readTags(doc)
    for (const tag of before) if (!tags.includes(tag)) doc.getMap('tags').delete(tag)
    for (const tag of tags) if (!before.includes(tag)) doc.getMap('tags').set(tag, true)
  }
  if (properties !== undefined) {
    const before = readProperties(doc)
    const named = doc.getMap('properties')
    for (const name of Object.keys(before)) if (!Object.hasOwn(properties, name)) named.delete(name)
    for (const [name, value] of Object.entries(properties))
      if (!isDeepStrictEqual(before[name], value)) named.set(name, value)
  }
}

function readTags(doc: Doc): string[] {
  const tags = doc.getMap('tags')
  return [...tags.keys()].filter((tag) => Boolean(tags.get(tag))).toSorted()
}

const readProperties = (doc: Doc): Record<string, unknown> =>
  Object.fromEntries(
    [...doc.getMap('properties').entries()].flatMap(([name, value]) => {
      const json = jsonOf(value)
      return json === undefined ? [] : [[name, json]]
    }),
  )

/** A value as JSON; undefined where it is none, as bytes, a bigint, or something too deep. */
function jsonOf(value: unknown): unknown {
  try {
    const json = JSON.stringify(value, (_, part: unknown) => (part instanceof Uint8Array ? undefined : part))
    return json === undefined ? undefined : JSON.parse(json)
  } catch {
    return undefined
  }
}
