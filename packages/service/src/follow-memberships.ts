import { z } from 'zod'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import type { Service } from '@graphmemory/identity/identity.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import { askSubgraph } from './ask-subgraph.ts'
import { startBackground } from './background.ts'
import type { SubgraphSource } from './subgraph-source.ts'

/** Somebody has become a member of a tenant, or is none any more: what he was granted there before counts no longer. */
export type MembershipChange = { readonly tenantId: string; readonly userId: string; readonly at: Date }

export type FollowedMemberships = {
  /** Who follows. */
  readonly service: string
  readonly tenantAuth: () => SubgraphSource
  readonly events: EventBus
  readonly log: Log
  /** Up to which moment changes have been dealt with, in the database. */
  readonly cursor: { read(): Promise<Date>; write(at: Date): Promise<void> }
  /** Ends what somebody was granted before; does nothing where that is done. */
  readonly end: (change: MembershipChange, service: Service) => Promise<void>
}

const everyMs = 60_000
/** Changes become visible at the commit, and bear the time of the transaction's beginning. */
const lateMs = 5 * 60_000
const pageSize = 1_000

const pageShape = z.object({
  membershipChanges: z.array(z.object({ tenantId: z.string(), userId: z.string(), at: z.coerce.date() })),
})
const query = `query ($since: DateTime!, $first: Int!) {
  membershipChanges(since: $since, first: $first) { tenantId userId at }
}`

/**
 * Has grants end with memberships: at once by news, and where that was lost within a minute, or when a process starts again.
 */
export async function followMemberships(followed: FollowedMemberships): Promise<AsyncDisposable> {
  const { events, log } = followed
  await using opening = new AsyncDisposableStack()
  const following = opening.use(startBackground('memberships', everyMs, () => catchUp(followed), log))
  opening.use(
    await events.subscribe('identity.changed', ({ userId, tenantId }) => {
      if (userId !== undefined && tenantId !== undefined) following.wake()
    }),
  )
  return opening.move()
}

async function catchUp({ service, tenantAuth, cursor, end }: FollowedMemberships): Promise<void> {
  let since = await cursor.read()
  for (;;) {
    const identity = asService(service, null)
    const variables = { since: since.toISOString(), first: pageSize }
    const { membershipChanges } = await askSubgraph(tenantAuth(), identity, pageShape, query, variables)
    for (const change of membershipChanges) await end(change, asService(service, change.tenantId))
    const last = membershipChanges.at(-1)
    if (last === undefined) return
    await cursor.write(new Date(Math.min(last.at.getTime(), Date.now() - lateMs)))
    if (membershipChanges.length < pageSize) return
    since = last.at
  }
}

const asService = (service: string, tenantId: string | null): Service => ({
  kind: 'service',
  service,
  tenantId,
  onBehalfOf: null,
  request: { id: newId('req'), ip: null, userAgent: null },
})
