import { parse, type ExecutionResult } from 'graphql'
import { executeIncrementally, isDeferred } from '../execution/execute-incrementally.ts'
import { compileOperation } from '../planning/compile-operation.ts'
import type { GraphState } from '../planning/graph-state.ts'
import { anonymous } from './execute-on.ts'
import type { TestGraph } from './test-graph.ts'

type Variables = Readonly<Record<string, unknown>>
type Part = { readonly path: readonly (string | number)[]; readonly label?: string; readonly result: ExecutionResult }

/** An answer to an operation with `@defer`: the first part, the others as they came, and the last word on what follows. */
export type Parts = {
  readonly initial: ExecutionResult
  readonly parts: readonly Part[]
  /** What each delivery said of whether another follows, with the first part's. */
  readonly hasNext: readonly boolean[]
}

/** `undefined` where everything comes at once. */
export async function collectParts(
  graph: TestGraph,
  state: GraphState,
  query: string,
  variables: Variables = {},
): Promise<Parts | undefined> {
  const compiled = compileOperation(state, parse(query), undefined)
  const request = { sources: graph.sources, identity: anonymous(), variables }
  if (!isDeferred(compiled, request)) return undefined
  const answer = await executeIncrementally(compiled, request)
  if (!('deliveries' in answer)) throw new Error('refused')
  const parts: Part[] = []
  const hasNext = [answer.announced.length > 0]
  const initial = plain(answer.initial)
  for await (const delivery of answer.deliveries) {
    hasNext.push(delivery.hasNext)
    for (const { fragment, result } of delivery.patches) {
      const label = answer.labelOf(fragment)
      parts.push({ path: fragment.path, ...(label !== undefined && { label }), result: plain(result) })
    }
  }
  return { initial, parts, hasNext }
}

/** What a client holds when all parts have come. */
export function together({ initial, parts }: Parts): unknown {
  const whole: { data: unknown } = { data: structuredClone(initial.data) }
  for (const { path, result } of parts) {
    let at: unknown = whole.data
    for (const key of path) at = isObject(at) ? at[key] : undefined
    if (isObject(at) && isObject(result.data)) merge(at, structuredClone(result.data))
  }
  return whole.data
}

/** The operation as it would be without `@defer`. */
export const withoutDefer = (query: string) => query.replaceAll(/@defer(\([^)]*\))?/g, '')

const plain = (result: ExecutionResult) => JSON.parse(JSON.stringify(result)) as ExecutionResult

type Fields = { [key: string | number]: unknown }

function merge(target: Fields, source: Readonly<Fields>): void {
  for (const [key, value] of Object.entries(source)) {
    const existing = target[key]
    if (isObject(existing) && isObject(value)) merge(existing, value)
    else target[key] = value
  }
}

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null
