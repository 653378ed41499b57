import { isDeepStrictEqual } from 'node:util'
import { AbstractType, type Doc, type Map as YMap } from 'yjs'
import { rewriteText } from '../rewrite-text.ts'

const texts = ['content', 'title']

/** Changes the texts of a document and its root maps to what they are in another; whatever is the same is not touched. */
export function restoreContent(doc: Doc, then: Doc): void {
  for (const name of texts) rewriteText(doc.getText(name), then.getText(name).toJSON())
  const names = new Set([...doc.share.keys(), ...then.share.keys()])
  for (const name of names)
    if (!texts.includes(name) && (isMap(doc, name) || isMap(then, name)))
      restoreMap(doc.getMap(name), then.getMap(name))
}

function restoreMap(map: YMap<unknown>, then: YMap<unknown>): void {
  for (const key of map.keys()) if (!then.has(key)) map.delete(key)
  for (const [key, value] of then.entries()) {
    if (map.has(key) && isDeepStrictEqual(plain(map.get(key)), plain(value))) continue
    map.set(key, value instanceof AbstractType ? value.clone() : value)
  }
}

const plain = (value: unknown): unknown => (value instanceof AbstractType ? value.toJSON() : value)

/** Whether a root type holds keys and no sequence: until it is asked for as something, a root only has what was written. */
function isMap(doc: Doc, name: string): boolean {
  const root = doc.share.get(name)
  return root !== undefined && root._map.size > 0 && root._start === null
}
