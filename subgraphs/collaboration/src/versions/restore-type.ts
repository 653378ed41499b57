import { diffArrays } from 'diff'
import { AbstractType, Array as YArray, Doc, Map as YMap, Text, XmlElement, XmlHook, XmlText } from 'yjs'
import type { Fingerprint } from './fingerprint.ts'
import { restoreText } from './restore-text.ts'

/** What has values one after another: an array, or XML's children. */
type Sequence = {
  toArray(): unknown[]
  insert(index: number, values: unknown[]): void
  delete(index: number, length: number): void
}

/** What has values by name: a map, or the attributes of something else. */
type Named = {
  all(): Readonly<Record<string, unknown>>
  set(name: string, value: unknown): void
  delete(name: string): void
}

/** Beyond so many differences, or so long, the comparison is made coarser rather than slower. */
const bounds = { maxEditLength: 1_000, timeout: 100 }

/** Makes a sequence another: what is the same stays, and of the rest what can become it by changes within. */
export function restoreSequence(sequence: Sequence, then: Sequence, print: Fingerprint): void {
  const [before, after] = [sequence.toArray(), then.toArray()]
  // From the back, so that the places of what is still to be changed stay where they are.
  for (const { at, removed, from, added } of gapsBetween(before.map(print), after.map(print)).toReversed())
    replace(sequence, at, before.slice(at, at + removed), after.slice(from, from + added), print)
}

/** Makes values that stand at a place of a sequence others, of which none is the same. */
function replace(
  sequence: Sequence,
  place: number,
  old: readonly unknown[],
  wanted: readonly unknown[],
  print: Fingerprint,
): void {
  let [oldEnd, wantedEnd] = [old.length, wanted.length]
  const restoreDownTo = (oldStart: number) => {
    while (oldEnd > oldStart) restoreType(old[--oldEnd], wanted[--wantedEnd], print)
  }
  const [kinds, wantedKinds] = [old, wanted].map((values, side) =>
    values.map((value, index) => kindOf(value) ?? `${side} ${index}`),
  )
  for (const { at, removed, from, added } of gapsBetween(kinds ?? [], wantedKinds ?? []).toReversed()) {
    restoreDownTo(at + removed)
    if (removed > 0) sequence.delete(place + at, removed)
    if (added > 0) sequence.insert(place + at, wanted.slice(from, from + added).map(copyOf))
    oldEnd = at
    wantedEnd = from
  }
  restoreDownTo(0)
}

/** Makes named values others; whatever is the same is not touched. */
export function restoreNamed(named: Named, then: Named, print: Fingerprint): void {
  const [before, after] = [named.all(), then.all()]
  for (const name of Object.keys(before)) if (!Object.hasOwn(after, name)) named.delete(name)
  for (const [name, value] of Object.entries(after)) {
    const now = before[name]
    if (Object.hasOwn(before, name) && print(now) === print(value)) continue
    const kind = kindOf(value)
    if (kind !== null && kind === kindOf(now)) restoreType(now, value, print)
    else named.set(name, copyOf(value))
  }
}

export const namedOfMap = (map: YMap<unknown>): Named => ({
  all: () => Object.fromEntries(map.entries()),
  set: (name, value) => void map.set(name, value),
  delete: (name) => map.delete(name),
})

/** A text, or an element of XML. */
type Attributed = {
  getAttributes(): Readonly<Record<string, unknown>>
  setAttribute(name: string, value: unknown): void
  removeAttribute(name: string): void
}

export const attributesOf = (type: Attributed): Named => ({
  all: () => type.getAttributes(),
  set: (name, value) => type.setAttribute(name, value),
  delete: (name) => type.removeAttribute(name),
})

function restoreType(now: unknown, then: unknown, print: Fingerprint): void {
  if (now instanceof XmlElement && then instanceof XmlElement) {
    restoreNamed(attributesOf(now), attributesOf(then), print)
    restoreSequence(now, then, print)
  } else if (now instanceof Text && then instanceof Text) {
    restoreText(now, then, print)
    restoreNamed(attributesOf(now), attributesOf(then), print)
  } else if (now instanceof YMap && then instanceof YMap) restoreNamed(namedOfMap(now), namedOfMap(then), print)
  else if (now instanceof YArray && then instanceof YArray) restoreSequence(now, then, print)
}

/** Values of one kind can be made each other by changes within; null where a value can only be replaced. */
function kindOf(value: unknown): string | null {
  if (value instanceof XmlElement) return `element ${value.nodeName}`
  if (value instanceof XmlText) return 'xml text'
  if (value instanceof Text) return 'text'
  if (value instanceof YArray) return 'array'
  return value instanceof YMap && !(value instanceof XmlHook) ? 'map' : null
}

function copyOf(value: unknown): unknown {
  if (value instanceof AbstractType) return value.clone()
  return value instanceof Doc ? new Doc({ guid: value.guid }) : value
}

type Gap = { at: number; removed: number; from: number; added: number }

/** Where two lists differ, in order. */
function gapsBetween(before: readonly string[], after: readonly string[]): Gap[] {
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before[start] === after[start]) start++
  let end = 0
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++
  const [old, wanted] = [before.slice(start, before.length - end), after.slice(start, after.length - end)]
  const parts = diffArrays([...old], [...wanted], bounds)
  if (parts === undefined) return [{ at: start, removed: old.length, from: start, added: wanted.length }]
  const gaps: Gap[] = []
  let gap: Gap = { at: start, removed: 0, from: start, added: 0 }
  const close = (kept: number) => {
    if (gap.removed + gap.added > 0) gaps.push(gap)
    gap = { at: gap.at + gap.removed + kept, removed: 0, from: gap.from + gap.added + kept, added: 0 }
  }
  for (const { removed, added, value } of parts) {
    if (removed) gap.removed += value.length
    else if (added) gap.added += value.length
    else close(value.length)
  }
  close(0)
  return gaps
}
