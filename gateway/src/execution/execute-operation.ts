import { GraphQLError, OperationTypeNode, type ExecutionResult } from 'graphql'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { withinTrace, withSpan } from '@graphmemory/telemetry/with-span.ts'
import type { CompiledOperation, OperationVariant } from '../planning/compile-operation.ts'
import type { EntityCache } from './entity-cache.ts'
import type { InFlightQueries } from './in-flight-queries.ts'
import { introspect } from './introspection.ts'
import type { Run, Sources } from './run.ts'
import type { Shaped } from './shape-answer.ts'

/** What all operations are carried out with. */
export type OperationServices = {
  readonly sources: Sources
  readonly entityCache?: EntityCache
  readonly inFlight?: InFlightQueries
  /** Lets an operation pass at its cost, or says why not. */
  readonly admit?: (identity: Identity, cost: number) => Promise<GraphQLError | undefined>
}

export type OperationRequest = OperationServices & {
  readonly identity: Identity
  readonly variables: Readonly<Record<string, unknown>>
}

/** Carries out a query or mutation; refuses a subscription. What fails in a subgraph is in the answer's errors. */
export async function executeOperation(
  compiled: CompiledOperation,
  request: OperationRequest,
): Promise<ExecutionResult> {
  if (compiled.operation.operation === OperationTypeNode.SUBSCRIPTION) return { errors: [notOneAnswer] }
  const coerced = compiled.coerce(request.variables)
  if ('errors' in coerced) return coerced
  const variant = compiled.variantFor(coerced.values, request.identity)
  const cost = variant.cost(coerced.values)
  const refusal = await request.admit?.(request.identity, cost)
  if (refusal !== undefined) return { errors: [refusal], extensions: { cost } }
  const carryOut = () =>
    traced('gateway.execute', compiled, request, async () => {
      const run: Run = { ...runOf(compiled, request), errors: refusals(variant, request.identity) }
      await variant.step(run)
      await afterwards(run, request)
      return finish(compiled, variant, run)
    })
  const isQuery = compiled.operation.operation === OperationTypeNode.QUERY
  const result = await (isQuery && request.inFlight !== undefined
    ? request.inFlight.share(compiled, request, carryOut)
    : carryOut())
  return request.admit === undefined ? result : { ...result, extensions: { ...result.extensions, cost } }
}

/** What an operation begins with. Only queries read what is kept or asked already: a mutation and an event tell of what has just changed. */
export function runOf({ operation }: CompiledOperation, request: OperationRequest): Omit<Run, 'errors'> {
  const { sources, identity, variables, entityCache, inFlight } = request
  const common = { sources, identity, variables, data: {}, changed: new Set<string>() }
  if (operation.operation !== OperationTypeNode.QUERY) return common
  return { ...common, cache: entityCache?.viewOf(identity), inFlight, asked: new Map() }
}

/** Before a mutation is answered, what was read before it counts no more; it may have done something though it failed. */
export async function afterwards({ changed }: Pick<Run, 'changed'>, request: OperationRequest): Promise<void> {
  const { identity, entityCache, inFlight } = request
  const tenantId = identity.kind === 'anonymous' ? null : identity.tenantId
  if (tenantId === null || changed.size === 0) return
  // First, so that nothing which is asked with the next generation is answered by what was asked before.
  inFlight?.changed(tenantId)
  await Promise.all([...changed].map(async (subgraph) => entityCache?.forget(tenantId, subgraph)))
}

/** Carries out what one event of a subscription asks of the other subgraphs, and answers it. */
export async function executeEvent(
  compiled: CompiledOperation,
  variant: OperationVariant,
  request: OperationRequest,
  event: ExecutionResult,
): Promise<ExecutionResult> {
  return traced('gateway.event', compiled, request, async () => {
    const run: Run = { ...runOf(compiled, request), errors: refusals(variant, request.identity) }
    variant.source?.applyTo(run, event)
    await variant.step(run)
    return finish(compiled, variant, run)
  })
}

/** The errors at the fields that a caller may not see. */
export const refusals = ({ refusedPaths }: OperationVariant, { kind }: Identity): GraphQLError[] =>
  refusedPaths.map((path) => {
    const code = kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN'
    return new GraphQLError('You may not see this', { path: [...path], extensions: { code } })
  })

/** A span below the one that the client named. */
export function traced<T>(
  name: string,
  { operation }: CompiledOperation,
  { identity }: OperationRequest,
  work: () => Promise<T>,
): Promise<T> {
  const attributes = {
    'graphql.operation.type': operation.operation,
    ...(operation.name !== undefined && { 'graphql.operation.name': operation.name.value }),
  }
  return withinTrace(identity.request.traceparent, () => withSpan(name, attributes, work))
}

const notOneAnswer = new GraphQLError('Open a subscription over graphql-transport-ws or accept text/event-stream', {
  extensions: { code: 'BAD_REQUEST' },
})

const finish = (compiled: CompiledOperation, variant: OperationVariant, run: Run): ExecutionResult =>
  answerOf(shapeRun(compiled, variant, run), run.errors)

export const shapeRun = ({ state, operation }: CompiledOperation, variant: OperationVariant, run: Run): Shaped =>
  variant.shape(run.data, (field) =>
    introspect({ schema: state.schema, definition: operation }, variant.fragments, run.variables, field),
  )

export function answerOf({ data, violations }: Shaped, errors: readonly GraphQLError[]): ExecutionResult {
  if (errors.length > 0) return { errors, data }
  if (violations.length === 0) return { data }
  // As the Apollo gateway and router answer: a hole that no subgraph reported is told beside the data. Where nothing is
  // left of the data, the specification demands an error.
  return data === null ? { errors: violations, data } : { data, extensions: { valueCompletion: violations } }
}
