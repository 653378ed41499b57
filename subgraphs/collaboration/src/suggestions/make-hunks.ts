import { createRelativePositionFromTypeIndex, encodeRelativePosition, mergeUpdates, type Doc } from 'yjs'
import type { TextChange } from '../diff-text.ts'
import { changeText, placesIn } from '../rewrite-text.ts'
import type { Hunk } from './suggestion-rows.ts'

/**
 * Each change as an update of its own, made from the same document, which holds them all afterwards. None builds on
 * another: text that stays lies between any two, and each is written under a client id of its own.
 */
export function makeHunks(base: Doc, changes: readonly TextChange[], yjsClientIds: readonly number[]): Hunk[] {
  const text = base.getText('content')
  const places = placesIn(text)
  const position = (at: number, assoc: number) =>
    encodeRelativePosition(createRelativePositionFromTypeIndex(text, at, assoc))
  const anchored = changes.map((change, index) => {
    const from = places.before(change.at)
    const isInsertion = change.removed === ''
    const to = isInsertion ? from : places.after(change.at + change.removed.length)
    return {
      ...change,
      index,
      yjsClientId: yjsClientIds[index] ?? 0,
      start: position(from, isInsertion ? -1 : 0),
      end: position(to, isInsertion ? 0 : -1),
    }
  })
  // From the back, so that the places of what is still to be changed stay where they are.
  return anchored
    .toReversed()
    .map((hunk) => ({ ...hunk, update: updateOf(base, hunk) }))
    .toReversed()
}

function updateOf(doc: Doc, { yjsClientId, at, removed, inserted }: Omit<Hunk, 'update'>): Uint8Array {
  const updates: Uint8Array[] = []
  const keep = (update: Uint8Array) => updates.push(update)
  doc.clientID = yjsClientId
  doc.on('update', keep)
  doc.transact(() => changeText(doc.getText('content'), [{ at, removed, inserted }]))
  doc.off('update', keep)
  return mergeUpdates(updates)
}
