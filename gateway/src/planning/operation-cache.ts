import type { DocumentNode } from 'graphql'
import { LRUCache } from 'lru-cache'
import { compileOperation, type CompiledOperation } from './compile-operation.ts'
import type { GraphState } from './graph-state.ts'
import type { PlanCacheMeter } from './plan-cache-meter.ts'

/** Roughly what a compiled operation keeps alive for each character of its text: syntax tree, plan and shape. */
const bytesPerCharacter = 60

type Entry = {
  readonly compiled: CompiledOperation
  readonly source: string
  readonly operationName: string | undefined
}

/** The compiled operations of one version of the graph, the least used forgotten beyond a bound in bytes. */
export type OperationCache = {
  get(document: DocumentNode, source: string, operationName: string | undefined): CompiledOperation
  /** The operations used last, the newest first. */
  recent(count: number): readonly Entry[]
  readonly count: number
  readonly bytes: number
}

export function createOperationCache(
  state: GraphState,
  meter: PlanCacheMeter,
  maxBytes = 64 * 1024 * 1024,
): OperationCache {
  const entries = new LRUCache<string, Entry>({ maxSize: maxBytes, maxEntrySize: maxBytes / 8 })
  return {
    get: (document, source, operationName) => {
      const key = operationName === undefined ? source : `${operationName}\n${source}`
      const known = entries.get(key)
      meter(known === undefined ? 'miss' : 'hit')
      if (known !== undefined) return known.compiled
      const compiled = compileOperation(state, document, operationName)
      entries.set(key, { compiled, source, operationName }, { size: 1_000 + bytesPerCharacter * source.length })
      return compiled
    },
    recent: (count) => [...entries.values()].slice(0, count),
    get count() {
      return entries.size
    },
    get bytes() {
      return entries.calculatedSize
    },
  }
}
