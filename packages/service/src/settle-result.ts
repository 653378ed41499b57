import type { ExecutionResult, GraphQLError } from 'graphql'
import { errorCodeOf } from '@graphmemory/errors/error-code-of.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { createErrorCounter } from './count-errors.ts'
import { maskError } from './mask-error.ts'
import type { Resources } from './resources.ts'

/** The last step before an answer leaves. */
export type Settle = (result: ExecutionResult, identity: Identity) => Promise<ExecutionResult>

/**
 * Makes the last step before an answer leaves: its refusals are in the audit log, its errors of ours are logged and
 * masked. Whoever executes an operation other than through `createSubgraph` applies it to every result.
 */
export function createSettler({
  name,
  recordRefusal,
  log,
  metrics,
}: Pick<Resources, 'recordRefusal' | 'log' | 'metrics'> & { readonly name: string }): Settle {
  const counter = createErrorCounter(metrics, name)
  return async (result, identity) => {
    if (result.errors === undefined || result.errors.length === 0) return result
    const refused = result.errors.filter((error) => isRefusal(error, identity))
    for (const error of refused) await recordRefusal(identity, { action: refusedAction(error) })
    const errors = result.errors.map((error) => maskError(error, log, identity.request.id))
    errors.forEach(counter.count)
    return { ...result, errors }
  }
}

function isRefusal(error: GraphQLError, identity: Identity): boolean {
  const code = errorCodeOf(error)
  return code === 'FORBIDDEN' || (code === 'UNAUTHENTICATED' && identity.kind !== 'anonymous')
}

/** The refused field, as the audit log names attempts: `request.inviteMember`. */
const refusedAction = (error: GraphQLError) =>
  `request.${(error.path ?? []).find((step) => typeof step === 'string') ?? 'unknown'}`
