import { parse, type ExecutionResult } from 'graphql'
import { newId } from '@graphmemory/ids/new-id.ts'
import type { Anonymous, Identity } from '@graphmemory/identity/identity.ts'
import { executeOperation } from '../execution/execute-operation.ts'
import { subscribeOperation } from '../execution/subscribe-operation.ts'
import { compileOperation } from '../planning/compile-operation.ts'
import { createGraphState, type GraphState } from '../planning/graph-state.ts'
import type { TestGraph } from './test-graph.ts'

const states = new WeakMap<TestGraph, GraphState>()

function stateOf(graph: TestGraph): GraphState {
  let state = states.get(graph)
  if (state === undefined) {
    states.set(graph, (state = createGraphState(graph.supergraphSdl)))
  }
  return state
}

export const anonymous = (): Anonymous => ({
  kind: 'anonymous',
  request: { id: newId('req'), ip: null, userAgent: null },
})

/** Executes a query or mutation by our executor; the result is as a client would read it. */
export async function executeOn(
  graph: TestGraph,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  identity: Identity = anonymous(),
): Promise<ExecutionResult> {
  const compiled = compileOperation(stateOf(graph), parse(query), undefined)
  const result = await executeOperation(compiled, { sources: graph.sources, identity, variables })
  return JSON.parse(JSON.stringify(result)) as ExecutionResult
}

export function subscribeOn(graph: TestGraph, query: string, variables: Readonly<Record<string, unknown>> = {}) {
  const compiled = compileOperation(stateOf(graph), parse(query), undefined)
  return subscribeOperation(compiled, { sources: graph.sources, identity: anonymous(), variables })
}
