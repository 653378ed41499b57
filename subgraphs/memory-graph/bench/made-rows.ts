import type { GraphMemory, GraphRelation } from '../src/engine/graph-rows.ts'

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const syllables =
  'ba be bi bo ka ke ki ko la le li lo ma me mi mo na ne ni no ra re ri ro sa se si so ta te ti to'.split(' ')

/**
 * A word of an invented language of 20,000 words, used as often as words of natural ones are, the n-th 1/n times, but for
 * the 20 most common: those are what a search leaves out.
 */
function word(random: () => number): string {
  const rank = Math.floor(20 * Math.exp(random() * Math.log(1_000)))
  return (
    [rank, rank * 7, rank * 31].map((n) => syllables[Math.floor(n / 3) % syllables.length]).join('') + rank.toString(36)
  )
}

const words = (count: number, random: () => number) => Array.from({ length: count }, () => word(random)).join(' ')

export function madeMemory(i: number, random: () => number): GraphMemory {
  const at = 1_700_000_000_000 + i * 1_000
  return {
    id: `mem_${i}`,
    type: 'SEMANTIC',
    title: words(4, random),
    content: words(30, random),
    tags: [`tag${i % 50}`],
    properties: '{}',
    spaceId: null,
    createdBy: `usr_${i % 20}`,
    importance: null,
    createdAt: at,
    updatedAt: at,
    validFrom: null,
    validTo: null,
    version: 1,
  }
}

export function madeRelation(i: number, size: number, random: () => number): GraphRelation {
  const end = () => `mem_${Math.floor(random() * size)}`
  return {
    id: `rel_${i}`,
    fromId: end(),
    toId: end(),
    type: ['RELATED_TO', 'PRECEDES', 'SUPPORTS'][i % 3] ?? 'RELATED_TO',
    weight: 1,
    createdAt: 1,
    validFrom: null,
    validTo: null,
    version: 1,
  }
}

export const madeQuestion = (random: () => number) => `What about ${words(6, random)}?`
