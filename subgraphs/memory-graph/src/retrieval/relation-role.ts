/** What a step along a relation means to a search: time going on or back, from a part to its whole or back, or anything else. */
export type Role = 'after' | 'before' | 'toWhole' | 'toPart' | 'related'

const forward: Readonly<Record<string, Role>> = { PRECEDES: 'after', FOLLOWS: 'before', PART_OF: 'toWhole' }
const backward: Readonly<Record<string, Role>> = { PRECEDES: 'before', FOLLOWS: 'after', PART_OF: 'toPart' }

export function roleOf(relationType: string, isForward: boolean): Role {
  return (isForward ? forward : backward)[relationType] ?? 'related'
}
