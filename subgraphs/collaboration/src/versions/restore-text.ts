import { AbstractType, type Text } from 'yjs'
import { diffText } from '../diff-text.ts'
import type { Fingerprint } from './fingerprint.ts'

type Attributes = Readonly<Record<string, unknown>>
/** A stretch of one format, or one thing that is embedded, which takes the place of one character. */
type Run = {
  readonly from: number
  readonly to: number
  readonly insert: string | object
  readonly attributes: Attributes
}

/** Stands for what is embedded where only characters are compared. */
const placeholder = '\uFFFC'

/** Makes a text another by few changes: its characters, what is embedded in it, and its formats. */
export function restoreText(text: Text, then: Text, print: Fingerprint): void {
  const target = runsOf(then)
  const [before, after] = [plainOf(runsOf(text)), plainOf(target)]
  let shift = 0
  for (const { at, removed, inserted } of diffText(before, after)) {
    const place = at + shift
    if (removed !== '') text.delete(place, removed.length)
    for (const run of cut(target, place, place + inserted.length)) insertRun(text, run)
    shift += inserted.length - removed.length
  }
  for (const [now, run] of overlaps(runsOf(text), target)) {
    const isSame =
      typeof run.insert === 'string' ? typeof now.insert === 'string' : print(now.insert) === print(run.insert)
    if (!isSame) {
      text.delete(run.from, run.to - run.from)
      insertRun(text, run)
      continue
    }
    const changed = changesOf(now.attributes, run.attributes, print)
    if (Object.keys(changed).length > 0) text.format(run.from, run.to - run.from, changed)
  }
}

function runsOf(text: Text): Run[] {
  let from = 0
  return (text.toDelta() as { insert: string | object; attributes?: Attributes }[]).map(
    ({ insert, attributes = {} }) => {
      const run = { from, to: from + (typeof insert === 'string' ? insert.length : 1), insert, attributes }
      from = run.to
      return run
    },
  )
}

const plainOf = (runs: readonly Run[]): string =>
  runs.map(({ insert }) => (typeof insert === 'string' ? insert : placeholder)).join('')

/** The parts of runs that lie between two places. */
const cut = (runs: readonly Run[], from: number, to: number): Run[] =>
  runs
    .filter((run) => run.to > from && run.from < to)
    .map((run) => part(run, Math.max(from, run.from), Math.min(to, run.to)))

const part = ({ from: begin, insert, attributes }: Run, from: number, to: number): Run => ({
  from,
  to,
  insert: typeof insert === 'string' ? insert.slice(from - begin, to - begin) : insert,
  attributes,
})

/** Where the runs of two texts of one length lie over one another. */
function* overlaps(one: readonly Run[], other: readonly Run[]): Generator<readonly [Run, Run]> {
  let at = 0
  for (let i = 0, j = 0; ;) {
    const [a, b] = [one[i], other[j]]
    if (a === undefined || b === undefined) return
    const to = Math.min(a.to, b.to)
    yield [part(a, at, to), part(b, at, to)]
    at = to
    if (a.to === to) i++
    if (b.to === to) j++
  }
}

function insertRun(text: Text, { from, insert, attributes }: Run): void {
  // Without attributes of its own, Yjs would give it those of what stands before.
  if (typeof insert === 'string') text.insert(from, insert, { ...attributes })
  else text.insertEmbed(from, insert instanceof AbstractType ? insert.clone() : insert, { ...attributes })
}

/** What makes a format another; null takes a part of it away. */
function changesOf(now: Attributes, then: Attributes, print: Fingerprint): Record<string, unknown> {
  const changed: Record<string, unknown> = {}
  for (const name of Object.keys(now)) if (!Object.hasOwn(then, name)) changed[name] = null
  for (const [name, value] of Object.entries(then)) if (print(now[name]) !== print(value)) changed[name] = value
  return changed
}
