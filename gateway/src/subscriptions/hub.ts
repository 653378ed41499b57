import { Kind, type ExecutionResult } from 'graphql'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import { holdersOf, type Caps } from '../edge/caps.ts'
import type { Mask } from '../edge/mask-result.ts'
import { errorsOf } from '../edge/read-operation.ts'
import type { OperationRequest, OperationServices } from '../execution/execute-operation.ts'
import { subscribeOperation } from '../execution/subscribe-operation.ts'
import type { CompiledOperation } from '../planning/compile-operation.ts'
import { HubEvent } from './hub-event.ts'
import { partitionOf } from './partition.ts'

/** One who listens to a subscription, behind whatever transport. */
export type Member = {
  /**
   * An event, the same for every member. Must not wait: a member that is slow ends itself and says so with `false`. Of
   * events with a key it may leave out those that another with the key has followed meanwhile.
   */
  deliver(event: HubEvent, key?: string): boolean
  /** No more events. */
  end(): void
}

export type Subscription = Pick<OperationRequest, 'identity' | 'variables'> & {
  readonly compiled: CompiledOperation
  /** The operation's text and name. */
  readonly source: string
}

/** `leave` ends a membership; `refused` is the answer where the subscription could not be opened. */
export type Joined = { readonly leave: () => void } | { readonly refused: ExecutionResult }

export type SubscriptionHub = { join(subscription: Subscription, member: Member): Promise<Joined> }

type Group = {
  readonly members: Set<Member>
  /** When the event that is being completed came from its subgraph. */
  arrivedAt: number
  /** Its key, where only the latest with a key matters. */
  key: string | undefined
  readonly opening: Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult>
}

export type HubOptions = OperationServices & {
  readonly mask: Mask
  readonly metrics: Metrics
  /** How many subscriptions may be open. */
  readonly caps: Caps
}

/**
 * Opens each subscription once for all who may share it: one stream from its subgraph, one completion of each event from
 * the others and one serialisation, however many listen. Only callers of one partition share, and only what begins now:
 * a stream that resumes at a point of the past belongs to who asked for it.
 */
export function createSubscriptionHub({ mask, metrics, caps, ...rest }: HubOptions): SubscriptionHub {
  const groups = new Map<string, Group>()
  const streams = metrics.gauge({ name: 'graphmemory_subscription_streams', help: 'Open subscriptions to subgraphs' })
  const memberships = metrics.gauge({ name: 'graphmemory_subscription_members', help: 'Clients that listen to them' })
  const delivered = metrics.counter({ name: 'graphmemory_subscription_events_total', help: 'Events given to clients' })

  const dropped = metrics.counter({
    name: 'graphmemory_subscription_drops_total',
    help: 'Clients that were sent away since they read too slowly',
  })
  const delay = metrics.histogram({
    name: 'graphmemory_subscription_delivery_seconds',
    help: 'From the arrival of an event to its delivery: what the hub lags behind',
  })

  const open = (subscription: Subscription, key: string | undefined): Group => {
    const { compiled, identity, variables } = subscription
    const group: Group = {
      members: new Set(),
      arrivedAt: 0,
      key: undefined,
      opening: subscribeOperation(compiled, { ...rest, identity, variables }, (key) => {
        group.arrivedAt = performance.now()
        group.key = key
      }),
    }
    if (key !== undefined) groups.set(key, group)
    const forget = () => {
      if (key !== undefined && groups.get(key) === group) groups.delete(key)
    }
    void pump(group, identity.request.id, forget)
    return group
  }

  const pump = async (group: Group, requestId: string, forget: () => void): Promise<void> => {
    try {
      const events = await group.opening
      if (!isStream(events)) return
      streams.inc()
      try {
        for (let event = await events.next(); event.done !== true; event = await events.next()) {
          const written = new HubEvent(JSON.stringify(mask.result(event.value, requestId)))
          delivered.inc(group.members.size)
          for (const member of group.members) if (!member.deliver(written, group.key)) dropped.inc()
          delay.observe((performance.now() - group.arrivedAt) / 1_000)
        }
      } finally {
        streams.dec()
      }
    } catch (error) {
      const written = new HubEvent(JSON.stringify(mask.result({ errors: errorsOf(error) }, requestId)))
      for (const member of group.members) member.deliver(written)
    } finally {
      forget()
      for (const member of group.members) member.end()
    }
  }

  return {
    async join(subscription, member) {
      const { identity } = subscription
      const { ip } = identity.request
      let release: () => void
      try {
        release = caps.take({ ...holdersOf(identity), ...(ip !== null && { address: ip }) })
      } catch (error) {
        if (!(error instanceof ClientError)) throw error
        return { refused: mask.result({ errors: [error] }, identity.request.id) }
      }
      const key = sharingKey(subscription)
      const existing = key === undefined ? undefined : groups.get(key)
      const group = existing ?? open(subscription, key)
      group.members.add(member)
      memberships.inc()
      let hasLeft = false
      const leave = () => {
        if (hasLeft) return
        hasLeft = true
        memberships.dec()
        release()
        group.members.delete(member)
        if (group.members.size > 0) return
        if (key !== undefined && groups.get(key) === group) groups.delete(key)
        void close(group)
      }
      const events = await group.opening.catch((error: unknown) => {
        leave()
        throw error
      })
      if (isStream(events)) return { leave }
      leave()
      return { refused: mask.result(events, identity.request.id) }
    },
  }
}

const isStream = (
  events: AsyncIterableIterator<ExecutionResult> | ExecutionResult,
): events is AsyncIterableIterator<ExecutionResult> => Symbol.asyncIterator in events

async function close({ opening }: Group): Promise<void> {
  const events = await opening.catch(() => undefined)
  if (events !== undefined && isStream(events)) await events.return?.()
}

/** What may be shared has a name; what resumes in the past has none. */
function sharingKey({ compiled, source, variables, identity }: Subscription): string | undefined {
  const resumes = compiled.operation.selectionSet.selections.some(
    (selection) => selection.kind !== Kind.FIELD || selection.arguments?.some(({ name }) => name.value === 'after'),
  )
  return resumes ? undefined : `${partitionOf(identity)}\n${JSON.stringify(variables)}\n${source}`
}
