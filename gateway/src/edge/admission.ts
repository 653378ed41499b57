import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { RateLimits } from './rate-limits.ts'

/** Lets an operation pass that may answer with so many objects, or says why not. */
export type Admission = (identity: Identity, cost: number) => Promise<ClientError | undefined>

export function createAdmission(options: { readonly maxCost: number; readonly rateLimits: RateLimits }): Admission {
  const { maxCost, rateLimits } = options
  return async (identity, cost) => {
    if (cost > maxCost) {
      return new ClientError(
        'BAD_USER_INPUT',
        `The operation may answer with ${cost} objects, and ${maxCost} is the most: ask for smaller pages`,
      )
    }
    const taken = await rateLimits.spend(identity, cost)
    if (taken.isAllowed) return undefined
    return new ClientError('RATE_LIMITED', 'The allowance of objects is spent', { retryAfterMs: taken.resetMs })
  }
}
