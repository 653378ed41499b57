import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { errorCodeOf } from '@graphmemory/errors/error-code-of.ts'
import { actorOf, tenantOf, type Identity } from '@graphmemory/identity/identity.ts'
import { can } from '@graphmemory/identity/permissions.ts'
import { askMemoryGraph } from './ask-memory-graph.ts'
import type { Collaboration } from './collaboration.ts'

/** Where a document lies: with its memory, in a space, or in the tenant, for all of it to see. */
export type Place = { readonly in: 'memory' | 'space'; readonly id: string } | { readonly in: 'tenant' }

/** What the spaces of the memory graph let somebody do at a place, and so with a document there. */
export type Access = 'NONE' | 'READ' | 'WRITE'

export const placeOf = ({
  memoryId,
  spaceId,
}: {
  readonly memoryId: string | null
  readonly spaceId: string | null
}): Place =>
  memoryId !== null
    ? { in: 'memory', id: memoryId }
    : spaceId !== null
      ? { in: 'space', id: spaceId }
      : { in: 'tenant' }

const answerShape = z.object({ access: z.array(z.enum(['NONE', 'READ', 'WRITE'])) })
const queries = {
  memory: `query ($ids: [ID!]!, $viewerId: ID, $managesMemories: Boolean!) {
    access: memoryAccess(memoryIds: $ids, viewerId: $viewerId, managesMemories: $managesMemories) }`,
  space: `query ($ids: [ID!]!, $viewerId: ID, $managesMemories: Boolean!) {
    access: spaceAccess(spaceIds: $ids, viewerId: $viewerId, managesMemories: $managesMemories) }`,
} as const

/**
 * Who may do what where, asked of the memory graph and kept for some seconds: pushes come many times a second. While it is
 * away, what it last said goes on to hold, so that those who were editing can go on; who comes new is told that it is
 * `UNAVAILABLE`.
 */
export class PlaceAccess {
  readonly #collaboration: Pick<Collaboration, 'source' | 'limits'>
  readonly #known = new LRUCache<string, { readonly access: Access; readonly askedAt: number }>({ max: 50_000 })
  /** When who may do what was last changed, by tenant. */
  readonly #changedAt = new LRUCache<string, number>({ max: 10_000 })

  constructor(collaboration: Pick<Collaboration, 'source' | 'limits'>) {
    this.#collaboration = collaboration
  }

  async of(viewer: Identity, place: Place): Promise<Access> {
    if (place.in !== 'tenant') {
      const known = this.#known.get(keysFor(viewer)(place.in, place.id))
      if (known !== undefined && this.#isFresh(viewer, known.askedAt)) return known.access
    }
    const [access = 'NONE'] = await this.ofAll(viewer, [place])
    return access
  }

  /** Who may do what in a tenant has been changed: it is asked again. */
  changed(tenantId: string): void {
    this.#changedAt.set(tenantId, performance.now())
  }

  /** In the order of the places. */
  async ofAll(viewer: Identity, places: readonly Place[]): Promise<Access[]> {
    // Services carry out what was permitted before.
    if (viewer.kind === 'service') return places.map(() => 'WRITE')
    await Promise.all([this.#learn(viewer, 'memory', places), this.#learn(viewer, 'space', places)])
    const keyOf = keysFor(viewer)
    return places.map((place) =>
      place.in === 'tenant' ? 'WRITE' : (this.#known.get(keyOf(place.in, place.id))?.access ?? 'NONE'),
    )
  }

  /** Asks about places of one sort whose answers are not known, or too old. */
  async #learn(viewer: Identity, kind: 'memory' | 'space', places: readonly Place[]): Promise<void> {
    const keyOf = keysFor(viewer)
    const now = performance.now()
    const ids = places.flatMap((place) => (place.in === kind ? [place.id] : []))
    const stale = ids.filter((id) => !this.#isFresh(viewer, this.#known.get(keyOf(kind, id))?.askedAt ?? -Infinity))
    if (stale.length === 0) return
    try {
      const answers = await this.#ask(viewer, kind, stale)
      for (const [index, id] of stale.entries())
        this.#known.set(keyOf(kind, id), { access: answers[index] ?? 'NONE', askedAt: now })
    } catch (error) {
      const isKnown = stale.every((id) => this.#known.has(keyOf(kind, id)))
      if (!isKnown || errorCodeOf(error) !== 'UNAVAILABLE') throw error
    }
  }

  #isFresh(viewer: Identity, askedAt: number): boolean {
    const changedAt = this.#changedAt.get(tenantOf(viewer)) ?? -Infinity
    return askedAt > changedAt && performance.now() - askedAt <= this.#collaboration.limits.accessMs
  }

  async #ask(viewer: Identity, kind: 'memory' | 'space', ids: readonly string[]): Promise<readonly Access[]> {
    const { access } = await askMemoryGraph(
      this.#collaboration,
      {
        kind: 'service',
        service: 'collaboration',
        tenantId: tenantOf(viewer),
        onBehalfOf: null,
        request: viewer.request,
      },
      answerShape,
      queries[kind],
      { ids, viewerId: actorOf(viewer).id, managesMemories: can(viewer, 'manage', 'memory') },
    )
    return access
  }
}

/** The names under which answers about one viewer are kept. Ids hold no spaces. */
function keysFor(viewer: Identity): (kind: 'memory' | 'space', placeId: string) => string {
  const { kind: actorKind, id } = actorOf(viewer)
  const asker = `${tenantOf(viewer)} ${actorKind} ${id} ${can(viewer, 'manage', 'memory')}`
  return (kind, placeId) => `${asker} ${kind} ${placeId}`
}
