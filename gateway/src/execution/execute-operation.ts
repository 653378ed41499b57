import { getVariableValues, GraphQLError, Kind, type ExecutionResult } from 'graphql'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { CompiledOperation } from '../planning/compile-operation.ts'
import { introspect } from './introspection.ts'
import type { Run, Sources } from './run.ts'

export type OperationRequest = {
  readonly sources: Sources
  readonly identity: Identity
  readonly variables: Readonly<Record<string, unknown>>
}

/** Carries out a query or mutation. Never rejects: what fails is in the answer's errors. */
export async function executeOperation(
  compiled: CompiledOperation,
  request: OperationRequest,
): Promise<ExecutionResult> {
  const coerced = coerceVariables(compiled, request.variables)
  if ('errors' in coerced) return coerced
  const run = startRun(request, coerced.values)
  await compiled.step(run)
  return finish(compiled, run)
}

/** Carries out what one event of a subscription asks of the other subgraphs, and answers it. */
export async function executeEvent(
  compiled: CompiledOperation,
  request: OperationRequest,
  coerced: Readonly<Record<string, unknown>>,
  event: ExecutionResult,
): Promise<ExecutionResult> {
  const run = startRun(request, coerced)
  compiled.source?.applyTo(run, event)
  await compiled.step(run)
  return finish(compiled, run)
}

const extensions = { code: 'BAD_USER_INPUT' }

type Coerced = { readonly values: Readonly<Record<string, unknown>> } | { readonly errors: readonly GraphQLError[] }

/** The variables with their defaults, or why they do not fit. */
export function coerceVariables(compiled: CompiledOperation, variables: OperationRequest['variables']): Coerced {
  const definitions = compiled.operation.variableDefinitions ?? []
  if (definitions.length === 0) return { values: {} }
  const { coerced, errors } = getVariableValues(compiled.state.schema, definitions, variables, { maxErrors: 20 })
  if (errors === undefined) return { values: coerced }
  return { errors: errors.map((error) => new GraphQLError(error.message, { nodes: error.nodes ?? null, extensions })) }
}

const startRun = (request: OperationRequest, coerced: Run['coerced']): Run => ({
  ...request,
  coerced,
  data: {},
  errors: [],
})

function finish(compiled: CompiledOperation, run: Run): ExecutionResult {
  const { state, operation, document } = compiled
  const shape = compiled.shapeFor(run.coerced)
  const { data, violations } = shape(run.data, (field) => {
    const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
    return introspect({ schema: state.schema, definition: operation }, fragments, run.variables, field)
  })
  if (run.errors.length > 0) return { errors: run.errors, data }
  if (violations.length === 0) return { data }
  // As the Apollo gateway and router answer: a hole that no subgraph reported is told beside the data. Where nothing is
  // left of the data, the specification demands an error.
  return data === null ? { errors: violations, data } : { data, extensions: { valueCompletion: violations } }
}
