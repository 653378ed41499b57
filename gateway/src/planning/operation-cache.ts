import type { DocumentNode } from 'graphql'
import { LRUCache } from 'lru-cache'
import { compileOperation, type CompiledOperation } from './compile-operation.ts'
import type { GraphState } from './graph-state.ts'

/** Roughly what a compiled operation keeps alive for each character of its text: syntax tree, plan and shape. */
const bytesPerCharacter = 60

/** The compiled operations of one version of the graph, the least used forgotten beyond a bound in bytes. */
export type OperationCache = {
  get(document: DocumentNode, source: string, operationName: string | undefined): CompiledOperation
}

export function createOperationCache(state: GraphState, maxBytes = 64 * 1024 * 1024): OperationCache {
  const compiled = new LRUCache<string, CompiledOperation>({ maxSize: maxBytes, maxEntrySize: maxBytes / 8 })
  return {
    get: (document, source, operationName) => {
      const key = operationName === undefined ? source : `${operationName}\n${source}`
      const known = compiled.get(key)
      if (known !== undefined) return known
      const operation = compileOperation(state, document, operationName)
      compiled.set(key, operation, { size: 1_000 + bytesPerCharacter * source.length })
      return operation
    },
  }
}
