import type { ExecutionResult, GraphQLError } from 'graphql'
import type { CompiledOperation } from '../planning/compile-operation.ts'
import { afterwards, answerOf, refusals, runOf, shapeRun, traced, type OperationRequest } from './execute-operation.ts'
import type { Run, Step } from './run.ts'
import type { WaitingFragment } from './shape-answer.ts'

/** A part of an answer that comes after the first. */
export type Patch = { readonly fragment: WaitingFragment; readonly result: ExecutionResult }

/** What has come since the last time, and what is now known to come. */
export type Delivery = {
  readonly patches: readonly Patch[]
  readonly announced: readonly WaitingFragment[]
  readonly hasNext: boolean
}

/** An answer in parts. */
export type IncrementalAnswer = {
  readonly initial: ExecutionResult
  readonly announced: readonly WaitingFragment[]
  /** The label that the client gave to a fragment. */
  readonly labelOf: (fragment: WaitingFragment) => string | undefined
  readonly deliveries: AsyncIterableIterator<Delivery, undefined>
}

/** Whether some of an operation's answer may come later. */
export function isDeferred(compiled: CompiledOperation, { variables, identity }: OperationRequest): boolean {
  if (!compiled.hasDefer) return false
  const coerced = compiled.coerce(variables)
  return !('errors' in coerced) && compiled.variantFor(coerced.values, identity, true).deferLabels.size > 0
}

/**
 * Carries out an operation with `@defer`: what is asked for at once, and then each fragment that may come later. Resolves
 * with an `ExecutionResult` where the operation is refused.
 */
export async function executeIncrementally(
  compiled: CompiledOperation,
  request: OperationRequest,
): Promise<IncrementalAnswer | ExecutionResult> {
  const coerced = compiled.coerce(request.variables)
  if ('errors' in coerced) return coerced
  const variant = compiled.variantFor(coerced.values, request.identity, true)
  const cost = variant.cost(coerced.values)
  const refusal = await request.admit?.(request.identity, cost)
  if (refusal !== undefined) return { errors: [refusal], extensions: { cost } }

  const due = new Map<string, Step[]>()
  let isOver = false
  const run: Run = {
    ...runOf(compiled, request),
    errors: refusals(variant, request.identity),
    calls: new Map(),
    isOver: () => isOver,
    defer: (label, step) => void due.set(label, [...(due.get(label) ?? []), step]),
  }
  const shaped = await traced('gateway.execute', compiled, request, async () => {
    await variant.step(run)
    await afterwards(run, request)
    return shapeRun(compiled, variant, run)
  })
  const fetch = (label: string) =>
    traced('gateway.defer', compiled, request, async () => {
      const steps = due.get(label) ?? []
      due.delete(label)
      const part: Run = { ...run, errors: [] }
      await Promise.all(steps.map(async (step) => step(part)))
      return part.errors
    })
  const initial: ExecutionResult = answerOf(shaped, run.errors)
  return {
    initial: request.admit === undefined ? initial : { ...initial, extensions: { ...initial.extensions, cost } },
    announced: shaped.waiting,
    labelOf: ({ label }) => variant.deferLabels.get(label),
    deliveries: deliver(shaped.waiting, fetch, () => (isOver = true)),
  }
}

/**
 * Fetches for each label once, however many objects wait for it, and hands out what is complete. The iterator is written
 * by hand, so that it ends at once when nobody waits any more.
 */
function deliver(
  first: readonly WaitingFragment[],
  fetch: (label: string) => Promise<readonly GraphQLError[]>,
  end: () => void,
): AsyncIterableIterator<Delivery, undefined> {
  const fetched = new Map<string, Promise<readonly GraphQLError[]>>()
  let patches: Patch[] = []
  let announced: WaitingFragment[] = []
  let outstanding = 0
  let isOver = false
  let failure: { readonly error: unknown } | undefined
  let wake = (): void => undefined

  const begin = (waiting: readonly WaitingFragment[]): void => {
    for (const [label, fragments] of Map.groupBy(waiting, (fragment) => fragment.label)) {
      outstanding++
      // The fragment may have been reached before by another way, whose steps others come after.
      const errors = (fetched.get(label) ?? Promise.resolve([])).then(() => fetch(label))
      fetched.set(label, errors)
      void complete(fragments, errors)
    }
  }
  const complete = async (fragments: readonly WaitingFragment[], fetching: Promise<readonly GraphQLError[]>) => {
    try {
      const errors = await fetching
      if (isOver) return
      for (const [index, fragment] of fragments.entries()) {
        const shaped = fragment.complete()
        const own = errors.filter(({ path }) => belongs(path, fragment) || (index === 0 && !isPlaced(path, fragments)))
        patches.push({ fragment, result: answerOf(shaped, own) })
        announced.push(...shaped.waiting)
        begin(shaped.waiting)
      }
    } catch (error) {
      failure = { error }
    }
    outstanding--
    wake()
  }
  const take = (): Delivery => {
    const delivery = { patches, announced, hasNext: outstanding > 0 }
    patches = []
    announced = []
    return delivery
  }

  begin(first)
  return {
    async next() {
      while (!isOver && outstanding > 0 && patches.length === 0) {
        await new Promise<void>((resolve) => (wake = resolve))
      }
      if (failure !== undefined) throw failure.error
      return isOver || patches.length === 0 ? { done: true, value: undefined } : { done: false, value: take() }
    },
    async return() {
      isOver = true
      end()
      wake()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

const belongs = (path: GraphQLError['path'], fragment: WaitingFragment) =>
  path !== undefined && fragment.path.every((key, index) => path[index] === key)

const isPlaced = (path: GraphQLError['path'], fragments: readonly WaitingFragment[]) =>
  fragments.some((fragment) => belongs(path, fragment))
