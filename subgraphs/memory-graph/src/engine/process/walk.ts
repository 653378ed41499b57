import type { MemoryFilter, WalkFilter } from '../engine.ts'
import { GraphDeadlineError } from '../engine-errors.ts'
import type { GraphConnection, Row } from './graph-database.ts'
import { nextTurn } from './graph-database.ts'
import { matchesFilter } from './matches-filter.ts'
import { number, numberOrNull, text } from './row-fields.ts'

/** One step from a memory to another. */
export type Step = {
  readonly toId: string
  readonly relationId: string
  readonly type: string
  readonly weight: number
}

const columns = `b.id AS toId, r.id AS relationId, r.type AS relationType, r.weight AS weight,
  r.validFrom AS relationFrom, r.validTo AS relationTo`
const filterColumns = `b.type AS type, b.tags AS tags, b.spaceId AS spaceId, b.createdBy AS createdBy,
  b.createdAt AS createdAt, b.validFrom AS validFrom, b.validTo AS validTo, b.properties AS properties`
const pattern = {
  OUT: `MATCH (a:Memory {id: $id})-[r:Relation]->(b:Memory)`,
  IN: `MATCH (a:Memory {id: $id})<-[r:Relation]-(b:Memory)`,
} as const

const turnMs = 8

export type WalkOptions = {
  readonly walk: WalkFilter
  readonly filter: MemoryFilter | undefined
  /** Memories that may be stepped on whatever the filter says. */
  readonly exempt: ReadonlySet<string>
  readonly deadlineMs: number
}

/**
 * Walks a graph a memory at a time. A prepared look-up of one memory's relations takes well under a millisecond whatever
 * the size of the graph; matching a list of ids reads every memory.
 */
export function createWalk(reader: GraphConnection, options: WalkOptions) {
  const { walk, filter, deadlineMs, exempt } = options
  const endsAt = performance.now() + deadlineMs
  let turnEnds = performance.now() + turnMs
  const types = walk.types === undefined ? null : new Set(walk.types)

  function isUsable(row: Row): boolean {
    if (types !== null && !types.has(text(row, 'relationType'))) return false
    if (walk.minWeight !== undefined && number(row, 'weight') < walk.minWeight) return false
    if (walk.at !== undefined) {
      const from = numberOrNull(row, 'relationFrom')
      const to = numberOrNull(row, 'relationTo')
      if ((from !== null && from > walk.at) || (to !== null && to <= walk.at)) return false
    }
    return filter === undefined || exempt.has(text(row, 'toId')) || matchesFilter(row, filter)
  }

  function look(direction: 'OUT' | 'IN', id: string): Step[] {
    const returned = filter === undefined ? columns : `${columns}, ${filterColumns}`
    return reader
      .run(`${pattern[direction]} RETURN ${returned}`, { id })
      .filter(isUsable)
      .map((row) => ({
        toId: text(row, 'toId'),
        relationId: text(row, 'relationId'),
        type: text(row, 'relationType'),
        weight: number(row, 'weight'),
      }))
  }

  /** The steps from a memory, against the relations' direction when `isReversed`. */
  return async (id: string, isReversed = false): Promise<Step[]> => {
    const now = performance.now()
    if (now > endsAt) throw new GraphDeadlineError('the walk took too long')
    if (now > turnEnds) {
      await nextTurn()
      turnEnds = performance.now() + turnMs
    }
    const out = isReversed ? 'IN' : 'OUT'
    switch (walk.direction) {
      case 'OUT':
        return look(out, id)
      case 'IN':
        return look(isReversed ? 'OUT' : 'IN', id)
      case 'BOTH':
        return [...look('OUT', id), ...look('IN', id)]
    }
  }
}
