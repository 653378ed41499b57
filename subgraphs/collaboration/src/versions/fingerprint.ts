import { createHash } from 'node:crypto'
import { serialize } from 'node:v8'
import { Array as YArray, Doc, Map as YMap, Text, XmlElement, XmlFragment, XmlHook, XmlText } from 'yjs'

/** Tells whether two values of Yjs documents say the same. */
export type Fingerprint = (value: unknown) => string

/**
 * Fingerprints of values as they are when they are first asked for: each shared type is looked at once, however deep it lies,
 * so that comparing whole trees costs no more than reading them.
 */
export function createFingerprint(): Fingerprint {
  const known = new WeakMap<object, string>()
  const entries = (of: Readonly<Record<string, unknown>>) =>
    Object.keys(of)
      .toSorted()
      .map((key) => [key, print(of[key])])
  const partsOf = (value: unknown): unknown => {
    if (value instanceof XmlHook) return ['hook', value.hookName, entries(Object.fromEntries(value.entries()))]
    if (value instanceof XmlElement) return ['element', value.nodeName, entries(value.getAttributes()), all(value)]
    if (value instanceof XmlFragment) return ['fragment', all(value)]
    if (value instanceof Text)
      return [value instanceof XmlText ? 'xml text' : 'text', runsOf(value), entries(value.getAttributes())]
    if (value instanceof YMap) return ['map', entries(Object.fromEntries(value.entries()))]
    if (value instanceof YArray) return ['array', all(value)]
    if (value instanceof Doc) return ['document', value.guid]
    return ['value', serialize(value).toString('base64')]
  }
  const all = (of: { toArray(): unknown[] }) => of.toArray().map(print)
  const runsOf = (text: Text) =>
    (text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]).map(
      ({ insert, attributes = {} }) => [print(insert), entries(attributes)],
    )
  const print = (value: unknown): string => {
    if (value === null || typeof value !== 'object') return `${typeof value} ${String(value)}`
    let found = known.get(value)
    if (found === undefined) {
      found = createHash('sha256')
        .update(JSON.stringify(partsOf(value)))
        .digest('base64')
      known.set(value, found)
    }
    return found
  }
  return print
}
