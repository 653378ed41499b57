import type { ExecutionResult } from 'graphql'
import type { CompiledOperation } from '../planning/compile-operation.ts'
import { coalescePlanOf } from '../subscriptions/coalesce-plan.ts'
import { resumePlanOf } from '../subscriptions/resume-plan.ts'
import { Gap, unbrokenStream } from '../subscriptions/unbroken-stream.ts'
import { executeEvent, refusals, type OperationRequest } from './execute-operation.ts'
import { failedCall } from './subgraph-errors.ts'

/**
 * Opens a subscription on the subgraph that it begins in and completes each event, in order, from the others. Resolves
 * with the errors where it is refused. Where the subgraph goes away it is opened again when that is back: after the last
 * event where the field can, else with a notice of the gap. The iterator is written by hand: a native generator that waits for a quiet
 * subgraph could not be ended, and would keep the subscription there for ever. `onArrival` is
 * called when an event has come, before it is completed, with its key where only the latest with a key matters.
 */
export async function subscribeOperation(
  compiled: CompiledOperation,
  request: OperationRequest,
  onArrival: (key?: string) => void = () => undefined,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const coerced = compiled.coerce(request.variables)
  if ('errors' in coerced) return coerced
  const variant = compiled.variantFor(coerced.values, request.identity)
  const { source } = variant
  if (source === undefined) {
    const errors = refusals(variant, request.identity)
    if (errors.length > 0) return { errors }
    throw new Error('not a subscription')
  }
  const refusal = await request.admit?.(request.identity, variant.cost(coerced.values))
  if (refusal !== undefined) return { errors: [refusal] }
  const variables: Record<string, unknown> = {}
  for (const name of source.variableUsages) {
    if (Object.hasOwn(request.variables, name)) variables[name] = request.variables[name]
  }
  const resume = resumePlanOf(compiled.state.supergraphSchema, source)
  // Who is promised every event gets every event.
  const coalesce = resume === undefined ? coalescePlanOf(compiled.state.supergraphSchema, source) : undefined
  let place = resume?.first(coerced.values)
  const open = async () => {
    try {
      const subgraph = request.sources.get(source.service)
      if (subgraph === undefined) throw new Error(`no source for the subgraph ${source.service}`)
      return await subgraph.subscribe({
        query: resume?.query ?? coalesce?.query ?? source.query,
        ...(source.operationName !== undefined && { operationName: source.operationName }),
        variables: resume === undefined ? variables : { ...variables, [resume.variable]: place },
        identity: request.identity,
      })
    } catch (cause) {
      return { errors: [failedCall(source.service, cause, [])] }
    }
  }
  const events = await open()
  if (!isIterable(events)) return executeEvent(compiled, variant, request, events)
  const unbroken = unbrokenStream(events, {
    reopen: open,
    isGapless: resume !== undefined,
    onEvent: (event) => (place = resume?.placeOf(event) ?? place),
  })
  return completedEvents(unbroken, async (event) => {
    onArrival(event instanceof Gap ? undefined : coalesce?.keyOf(event))
    if (event instanceof Gap) return { data: null, extensions: { gap: { since: event.since.toISOString() } } }
    return executeEvent(compiled, variant, request, event)
  })
}

const isIterable = (
  events: AsyncIterableIterator<ExecutionResult> | ExecutionResult,
): events is AsyncIterableIterator<ExecutionResult> => Symbol.asyncIterator in events

function completedEvents(
  events: AsyncIterableIterator<ExecutionResult | Gap>,
  complete: (event: ExecutionResult | Gap) => Promise<ExecutionResult>,
): AsyncIterableIterator<ExecutionResult> {
  return {
    async next() {
      const event = await events.next()
      return event.done === true ? event : { done: false, value: await complete(event.value) }
    },
    return: async () => {
      await events.return?.()
      return { done: true, value: undefined }
    },
    throw: async (error) => {
      await events.return?.()
      throw error
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
