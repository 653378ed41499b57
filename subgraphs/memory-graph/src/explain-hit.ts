import type { SearchEdge } from './search-memories.ts'
import type { AsOf } from './past/as-of.ts'
import { sharedWords } from './highlight-memory.ts'
import type { Role } from './retrieval/relation-role.ts'

/** Why a memory was found, by one signal. */
export type SearchReason = {
  readonly signal: 'TEXT' | 'VECTOR' | 'GRAPH' | 'RECENCY'
  readonly text: string
  /** The memory by which it was found. */
  readonly viaId: string | null
  readonly asOf: AsOf | undefined
}

const roles: Readonly<Record<Role, string>> = {
  after: 'Comes after a memory that answers the query',
  before: 'Comes before a memory that answers the query',
  toWhole: 'Has parts that answer the query',
  toPart: 'Is part of a whole that answers the query',
  related: 'Is related to a memory that answers the query',
}

/** Why a memory was found, the strongest reason first. */
export function explainHit({ node, query, signals, via }: SearchEdge): SearchReason[] {
  const words = signals.text > 0 ? sharedWords(node, query).map((word) => `“${word}”`) : []
  const reasons: readonly (Omit<SearchReason, 'asOf'> & { readonly weight: number })[] = [
    { signal: 'TEXT', text: `Holds ${words.join(', ')}`, viaId: null, weight: words.length === 0 ? 0 : signals.text },
    { signal: 'VECTOR', text: 'Means something close to the query', viaId: null, weight: signals.vector },
    {
      signal: 'GRAPH',
      text: roles[via?.role ?? 'related'],
      viaId: via?.memoryId ?? null,
      weight: via === null ? 0 : signals.graph,
    },
    { signal: 'RECENCY', text: 'Is recent', viaId: null, weight: signals.recency },
  ]
  return reasons
    .filter(({ weight }) => weight > leastWeight)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ signal, text, viaId }) => ({ signal, text, viaId, asOf: node.asOf }))
}

/** A signal below a hundredth of what the best match gets from its words explains nothing. */
const leastWeight = 0.01
