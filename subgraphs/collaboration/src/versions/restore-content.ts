import { ContentEmbed, ContentFormat, ContentString, type Doc, XmlElement } from 'yjs'
import { createFingerprint, type Fingerprint } from './fingerprint.ts'
import { restoreText } from './restore-text.ts'
import { attributesOf, namedOfMap, restoreNamed, restoreSequence } from './restore-type.ts'

const texts = ['content', 'title']

/**
 * Changes what a document holds to what another holds, under all root names: texts with their formats, arrays, XML, maps, and
 * what is nested in them. Whatever is the same is not touched.
 */
export function restoreContent(doc: Doc, then: Doc): void {
  const print = createFingerprint()
  for (const name of new Set([...texts, ...doc.share.keys(), ...then.share.keys()])) restoreRoot(doc, then, name, print)
}

/** A root has no kind of its own: what stands in it says as what it was written, and any that can hold it will do. */
function restoreRoot(doc: Doc, then: Doc, name: string, print: Fingerprint): void {
  const [now, before] = [lookInto(doc, name), lookInto(then, name)]
  const sequence = texts.includes(name) ? 'text' : (before.sequence ?? now.sequence)
  if (sequence === 'text') {
    const [text, wanted] = [doc.getText(name), then.getText(name)]
    restoreText(text, wanted, print)
    restoreNamed(attributesOf(text), attributesOf(wanted), print)
  } else if (sequence === null) {
    if (now.isNamed || before.isNamed) restoreNamed(namedOfMap(doc.getMap(name)), namedOfMap(then.getMap(name)), print)
  } else if (now.isNamed || before.isNamed) {
    const [element, wanted] = [doc.get(name, XmlElement), then.get(name, XmlElement)]
    restoreSequence(element, wanted, print)
    restoreNamed(attributesOf(element), attributesOf(wanted), print)
  } else restoreSequence(doc.getArray(name), then.getArray(name), print)
}

/** Whether a root holds characters or other values one after another, and whether it holds any by name. */
function lookInto(doc: Doc, name: string): { readonly sequence: 'text' | 'values' | null; readonly isNamed: boolean } {
  const root = doc.share.get(name)
  if (root === undefined) return { sequence: null, isNamed: false }
  let item = root._start
  while (item !== null && item.deleted) item = item.right
  const isText =
    item !== null &&
    (item.content instanceof ContentString ||
      item.content instanceof ContentFormat ||
      item.content instanceof ContentEmbed)
  const isNamed = [...root._map.values()].some(({ deleted }) => !deleted)
  return { sequence: item === null ? null : isText ? 'text' : 'values', isNamed }
}
