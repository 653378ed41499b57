import type { GraphShape } from './analysis.ts'

/** The neighbours of each memory, whichever way relations point, each once and in order of place. */
export function neighbourhoods({ ids, from, to }: GraphShape): readonly Int32Array[] {
  const sets = ids.map(() => new Set<number>())
  from.forEach((source, n) => {
    const target = to[n] ?? source
    if (source === target) return
    sets[source]?.add(target)
    sets[target]?.add(source)
  })
  return sets.map((set) => Int32Array.from(set).toSorted())
}
