import { isDeepStrictEqual } from 'node:util'
import { diffLines, diffWordsWithSpace, type ChangeObject } from 'diff'
import type { Context } from '../context.ts'
import { toSnapshot } from '../snapshot.ts'
import { readVersion } from './read-version.ts'

type TextPart = { readonly kind: 'KEPT' | 'ADDED' | 'REMOVED'; readonly text: string }
type FieldChange = { readonly field: string; readonly before: unknown; readonly after: unknown }
export type MemoryDiff = {
  readonly fields: readonly FieldChange[]
  readonly content: readonly TextPart[]
}
type Given = {
  readonly id: string
  readonly from: number
  readonly to: number
  readonly by: 'LINE' | 'WORD'
}

/** What a memory says; the rest of a row tells of the change itself, or of where the content comes from. */
const compared = [
  'type',
  'title',
  'tags',
  'properties',
  'source',
  'attachments',
  'confidence',
  'importance',
  'validFrom',
  'validTo',
] as const

/** What differs between two versions of a memory; null where there is not one of them. */
export async function diffVersions(context: Context, { id, from, to, by }: Given): Promise<MemoryDiff | null> {
  const [old, young] = [
    await readVersion(context, { id, version: from }),
    await readVersion(context, { id, version: to }),
  ]
  if (old === null || young === null) return null
  const [before, after] = [toSnapshot(old), toSnapshot(young)]
  const fields = compared
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }))
    .filter((each) => !isDeepStrictEqual(each.before, each.after))
  return { fields, content: diffContent(old.content, young.content, by) }
}

/** Texts that differ in more places, or for longer, are compared line by line, and else as wholes. */
const bounds = { maxEditLength: 1_000, timeout: 100 }

function diffContent(before: string, after: string, by: Given['by']): TextPart[] {
  const words = by === 'WORD' ? diffWordsWithSpace(before, after, bounds) : undefined
  const changes = words ?? diffLines(before, after, bounds)
  if (changes !== undefined) return changes.map(toPart)
  return [
    { kind: 'REMOVED', text: before },
    { kind: 'ADDED', text: after },
  ]
}

const toPart = ({ added, removed, value }: ChangeObject<string>): TextPart => ({
  kind: added ? 'ADDED' : removed ? 'REMOVED' : 'KEPT',
  text: value,
})
