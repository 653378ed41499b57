import type { Signals } from '../engine/engine.ts'
import type { Role } from './relation-role.ts'
import { furtherPart, recencyHalfLifeMs, weights } from './weights.ts'

/** A memory that matches by itself. Scores are those of their index; 0 where it does not match. */
export type Match = { readonly id: string; readonly text: number; readonly vector: number }
/** A step from a memory to another, as a search sees it. */
export type RankedStep = { readonly toId: string; readonly role: Role; readonly weight: number }
/** What is known of a memory besides its matches. */
export type Traits = { readonly asks: boolean; readonly createdAt: number }
/** The match that gave a memory most of its graph signal, and what the memory is to it. */
export type Via = { readonly memoryId: string; readonly role: Role }
export type Ranked = {
  readonly id: string
  readonly score: number
  readonly signals: Signals
  readonly via: Via | null
}

export type RankRequest = {
  readonly matches: readonly Match[]
  /** The steps from a memory; called for the best matches and for what is around them. */
  readonly stepsFrom: (id: string) => readonly RankedStep[]
  /** Undefined: there is no such memory any more. */
  readonly traitsOf: (id: string) => Traits | undefined
  /** Whether a memory is to be returned; if not, it may still lead to others. Asked from the best down, and no further than need be. */
  readonly isReturned: (id: string) => boolean
  readonly limit: number
  readonly queryAsks: boolean
  readonly now: number | undefined
}

/** The matches that pass on to what is around them; the very best pass on two steps. */
const seedCount = 32
const secondStepCount = 12
const wholeCount = 6
/** A whole of more parts says little about each. */
const maxParts = 200

/** Joins what the indexes found with what the graph knows. The signals of a hit add up to its score. */
export function rank(request: RankRequest): Ranked[] {
  const text = scaled(request.matches, (match) => match.text, 1)
  const vector = scaled(request.matches, (match) => match.vector, weights.vector)
  const seeds = request.matches
    .map(({ id }) => ({ id, base: (text.get(id) ?? 0) + (vector.get(id) ?? 0) }))
    .toSorted((a, b) => b.base - a.base || compare(a.id, b.id))
    .slice(0, seedCount)
  const graph = spread(seeds, request.stepsFrom)
  const ids = new Set([...text.keys(), ...vector.keys(), ...graph.keys()])
  const ranked = [...ids]
    .flatMap((id) => {
      const traits = request.traitsOf(id)
      if (traits === undefined) return []
      const share = request.queryAsks && traits.asks ? weights.asks : 1
      const signals = {
        text: share * (text.get(id) ?? 0),
        vector: share * (vector.get(id) ?? 0),
        graph: share * (graph.get(id)?.value ?? 0),
        recency: share * recencyOf(traits.createdAt, request.now),
      }
      const score = signals.text + signals.vector + signals.graph + signals.recency
      return [{ id, score, signals, via: graph.get(id)?.via ?? null }]
    })
    .toSorted((a, b) => b.score - a.score || compare(a.id, b.id))
  const returned: Ranked[] = []
  for (const hit of ranked) {
    if (returned.length === request.limit) break
    if (request.isReturned(hit.id)) returned.push(hit)
  }
  return returned
}

type Seed = { readonly id: string; readonly base: number }

type Share = { readonly value: number; readonly most: number; readonly via: Via }

/** What each memory gets from matches around it. */
function spread(seeds: readonly Seed[], stepsFrom: RankRequest['stepsFrom']): Map<string, Share> {
  const sum = new Map<string, Share>()
  const related = new Map<string, { readonly value: number; readonly via: Via }>()
  const wholes = new Map<string, number[]>()
  const add = (id: string, value: number, via: Via) => {
    const before = sum.get(id)
    const isMost = before === undefined || value > before.most
    sum.set(id, {
      value: (before?.value ?? 0) + value,
      most: isMost ? value : before.most,
      via: isMost ? via : before.via,
    })
  }

  for (const [place, { id, base }] of seeds.entries()) {
    const steps = stepsFrom(id)
    const others = steps.filter(({ role }) => role === 'related').length
    for (const step of steps) {
      switch (step.role) {
        case 'after':
        case 'before':
          add(step.toId, base * weights[step.role], { memoryId: id, role: step.role })
          if (place < secondStepCount) addSecondStep(id, step, base)
          break
        case 'toWhole':
          push(wholes, step.toId, base)
          break
        case 'toPart':
          if (!wholes.get(id)?.includes(base)) push(wholes, id, base)
          break
        case 'related': {
          const value = (weights.related * base * step.weight) / Math.sqrt(others)
          if (value > (related.get(step.toId)?.value ?? 0))
            related.set(step.toId, { value, via: { memoryId: id, role: 'related' } })
        }
      }
    }
  }
  for (const [id, { value, via }] of related) add(id, value, via)
  addWholes()
  return sum

  function addSecondStep(fromId: string, first: RankedStep, base: number): void {
    for (const second of stepsFrom(first.toId)) {
      if (second.role !== first.role || second.toId === fromId) continue
      const weight = first.role === 'after' ? weights.secondAfter : weights.secondBefore
      add(second.toId, base * weight, { memoryId: fromId, role: first.role })
    }
  }

  function addWholes(): void {
    const bases = new Map(seeds.map(({ id, base }) => [id, base]))
    const baseOf = (id: string) => bases.get(id) ?? 0
    const best = [...wholes]
      .map(([id, bases]) => ({ id, share: bases.reduce((total, base, i) => total + base * furtherPart ** i, 0) }))
      .toSorted((a, b) => b.share - a.share || compare(a.id, b.id))
      .slice(0, wholeCount)
    const most = best[0]?.share ?? 1
    for (const { id, share } of best) {
      const parts = stepsFrom(id).filter(({ role }) => role === 'toPart')
      if (parts.length > maxParts || parts.length === 0) continue
      const [part] = parts.filter(({ toId }) => bases.has(toId)).toSorted((a, b) => baseOf(b.toId) - baseOf(a.toId))
      const own = { memoryId: part?.toId ?? id, role: 'toWhole' as const }
      add(id, (weights.ofParts * share) / most / Math.sqrt(parts.length), own)
      for (const { toId } of parts) add(toId, (weights.whole * share) / most, { memoryId: id, role: 'toPart' })
    }
  }
}

function scaled(matches: readonly Match[], valueOf: (match: Match) => number, weight: number): Map<string, number> {
  const most = matches.reduce((found, match) => Math.max(found, valueOf(match)), 0)
  if (most <= 0) return new Map()
  return new Map(matches.flatMap((match) => (valueOf(match) > 0 ? [[match.id, (weight * valueOf(match)) / most]] : [])))
}

function recencyOf(createdAt: number, now: number | undefined): number {
  return now === undefined ? 0 : weights.recency * 2 ** (-Math.max(0, now - createdAt) / recencyHalfLifeMs)
}

function push(lists: Map<string, number[]>, key: string, value: number): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
