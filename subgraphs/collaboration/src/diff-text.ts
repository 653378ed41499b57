import { diffLines, diffWordsWithSpace, type ChangeObject } from 'diff'

/** One place where a text was changed: at `at` of the old text `removed` was taken out and `inserted` put in. */
export type TextChange = { readonly at: number; readonly removed: string; readonly inserted: string }

/** Beyond so many differences, or so long, the comparison is made coarser rather than slower. */
const bounds = { maxEditLength: 1_000, timeout: 100 }

/**
 * What makes the second text of the first, in order: words where few differ, else lines, else one change. Takes a bounded
 * time for any two texts. Both must be well-formed Unicode, of which no character is split.
 */
export function diffText(from: string, to: string): TextChange[] {
  const start = commonStart(from, to)
  const end = commonEnd(from, to, start)
  const [before, after] = [from.slice(start, from.length - end), to.slice(start, to.length - end)]
  if (before === after) return []
  const whole: TextChange[] = [{ at: start, removed: before, inserted: after }]
  if (before === '' || after === '') return whole
  const parts = diffWordsWithSpace(before, after, bounds) ?? diffLines(before, after, bounds)
  return parts === undefined ? whole : toChanges(parts, start)
}

function toChanges(parts: readonly ChangeObject<string>[], start: number): TextChange[] {
  const changes: TextChange[] = []
  let at = start
  let [removed, inserted] = ['', '']
  const close = () => {
    if (removed !== '' || inserted !== '') changes.push({ at, removed, inserted })
    at += removed.length
    removed = inserted = ''
  }
  for (const part of parts) {
    if (part.removed) removed += part.value
    else if (part.added) inserted += part.value
    else {
      close()
      at += part.value.length
    }
  }
  close()
  return changes
}

/** How many code units both begin with, whole words only: a common half of a word is no reason to tear it. */
function commonStart(one: string, other: string): number {
  const most = Math.min(one.length, other.length)
  let length = 0
  while (length < most && one.charCodeAt(length) === other.charCodeAt(length)) length++
  if (length === one.length && length === other.length) return length
  while (length > 0 && !isBoundary(one, length) && !isBoundary(other, length)) length--
  return isInsideCharacter(one, length) || isInsideCharacter(other, length) ? length - 1 : length
}

function commonEnd(one: string, other: string, start: number): number {
  const most = Math.min(one.length, other.length) - start
  let length = 0
  while (length < most && one.charCodeAt(one.length - 1 - length) === other.charCodeAt(other.length - 1 - length))
    length++
  while (length > 0 && !isBoundary(one, one.length - length) && !isBoundary(other, other.length - length)) length--
  const isInside = isInsideCharacter(one, one.length - length) || isInsideCharacter(other, other.length - length)
  return isInside ? length - 1 : length
}

const wordCharacter = /[\p{L}\p{N}\p{M}_]/u
const isBoundary = (text: string, at: number): boolean =>
  at === 0 || at === text.length || !wordCharacter.test(text.charAt(at - 1)) || !wordCharacter.test(text.charAt(at))
const isInsideCharacter = (text: string, at: number): boolean =>
  at > 0 && at < text.length && text.codePointAt(at - 1) !== text.charCodeAt(at - 1)
