import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import { Tally } from './tally.ts'

/** Who may have only so many of something at once. */
export type Holder = 'caller' | 'tenant' | 'address'

export type CapLimits = Readonly<Record<Holder, number>>

export type Caps = {
  /**
   * Takes a place for each holder and gives back what returns them. Throws `RATE_LIMITED`, and takes none, where one of
   * them has no more.
   */
  take(holders: Readonly<Partial<Record<Holder, string>>>): () => void
}

/** Those who were refused may try again when others have had time to go. */
const retryAfterMs = 5_000

/** Not kept while a place is taken: idle subscriptions are many. */
const entriesOf = (holders: Readonly<Partial<Record<Holder, string>>>) => Object.entries(holders) as [Holder, string][]

/** Bounds how many of something (`connections`, `subscriptions`) are open at once in this process. */
export function createCaps(what: 'connections' | 'subscriptions', limits: CapLimits, metrics: Metrics): Caps {
  const open: Readonly<Record<Holder, Tally>> = { caller: new Tally(), tenant: new Tally(), address: new Tally() }
  const refused = metrics.counter({
    name: 'graphmemory_cap_refusals_total',
    help: 'Connections and subscriptions refused since there were too many, by whose',
    labels: ['what', 'holder'],
  })
  return {
    take(holders) {
      for (const [holder, key] of entriesOf(holders)) {
        if (open[holder].of(key) < limits[holder]) continue
        refused.inc({ what, holder })
        throw new ClientError('RATE_LIMITED', `Too many ${what} of this ${holder}; try again later`, { retryAfterMs })
      }
      for (const [holder, key] of entriesOf(holders)) open[holder].add(key)
      let isReturned = false
      return () => {
        if (isReturned) return
        isReturned = true
        for (const [holder, key] of entriesOf(holders)) open[holder].remove(key)
      }
    },
  }
}

/** Whom what somebody opens counts against, beside his address. Who has not said who he is, has only that. */
export function holdersOf(identity: Identity): Readonly<Partial<Record<'caller' | 'tenant', string>>> {
  if (identity.kind === 'anonymous') return {}
  return {
    caller: callerOf(identity),
    ...(identity.tenantId !== null && { tenant: identity.tenantId }),
  }
}

/** The name of one person or key in one tenant, whatever its permissions are at the moment. */
export function callerOf(identity: Identity): string {
  switch (identity.kind) {
    case 'anonymous':
      return 'anonymous'
    case 'user':
      return `user:${identity.userId}:${identity.tenantId}`
    case 'apiKey':
      return `apiKey:${identity.apiKeyId}`
    case 'service':
      return `service:${identity.service}:${identity.tenantId}`
  }
}
