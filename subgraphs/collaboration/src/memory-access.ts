import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { errorCodeOf } from '@graphmemory/errors/error-code-of.ts'
import { actorOf, tenantOf, type Identity } from '@graphmemory/identity/identity.ts'
import { can } from '@graphmemory/identity/permissions.ts'
import { askMemoryGraph } from './ask-memory-graph.ts'
import type { Collaboration } from './collaboration.ts'

/** What the spaces of the memory graph let somebody do with a memory, and so with its document. */
export type Access = 'NONE' | 'READ' | 'WRITE'

const answerShape = z.object({ memoryAccess: z.array(z.enum(['NONE', 'READ', 'WRITE'])) })

/**
 * Who may do what with which memory, asked of the memory graph and kept for some seconds: pushes come many times a second.
 * While it is away, what it last said goes on to hold, so that those who were editing can go on; who comes new is told that
 * it is `UNAVAILABLE`.
 */
export class MemoryAccess {
  readonly #collaboration: Pick<Collaboration, 'source' | 'limits'>
  readonly #known = new LRUCache<string, { readonly access: Access; readonly askedAt: number }>({ max: 50_000 })
  /** When who may do what was last changed, by tenant. */
  readonly #changedAt = new LRUCache<string, number>({ max: 10_000 })

  constructor(collaboration: Pick<Collaboration, 'source' | 'limits'>) {
    this.#collaboration = collaboration
  }

  async of(viewer: Identity, memoryId: string): Promise<Access> {
    const [access = 'NONE'] = await this.ofAll(viewer, [memoryId])
    return access
  }

  /** Who may do what in a tenant has been changed: it is asked again. */
  changed(tenantId: string): void {
    this.#changedAt.set(tenantId, performance.now())
  }

  /** In the order of the ids. */
  async ofAll(viewer: Identity, memoryIds: readonly string[]): Promise<Access[]> {
    // Services carry out what was permitted before.
    if (viewer.kind === 'service') return memoryIds.map(() => 'WRITE')
    const managesMemories = can(viewer, 'manage', 'memory')
    const { kind, id } = actorOf(viewer)
    const keyOf = (memoryId: string) => JSON.stringify([tenantOf(viewer), kind, id, managesMemories, memoryId])
    const now = performance.now()
    const changedAt = this.#changedAt.get(tenantOf(viewer)) ?? -Infinity
    const stale = memoryIds.filter((each) => {
      const askedAt = this.#known.get(keyOf(each))?.askedAt ?? -Infinity
      return askedAt <= changedAt || now - askedAt > this.#collaboration.limits.accessMs
    })
    if (stale.length > 0) {
      try {
        const answers = await this.#ask(viewer, { memoryIds: stale, viewerId: id, managesMemories })
        for (const [index, memoryId] of stale.entries())
          this.#known.set(keyOf(memoryId), { access: answers[index] ?? 'NONE', askedAt: now })
      } catch (error) {
        const isKnown = stale.every((each) => this.#known.has(keyOf(each)))
        if (!isKnown || errorCodeOf(error) !== 'UNAVAILABLE') throw error
      }
    }
    return memoryIds.map((each) => this.#known.get(keyOf(each))?.access ?? 'NONE')
  }

  async #ask(viewer: Identity, variables: Readonly<Record<string, unknown>>): Promise<readonly Access[]> {
    const { memoryAccess } = await askMemoryGraph(
      this.#collaboration,
      {
        kind: 'service',
        service: 'collaboration',
        tenantId: tenantOf(viewer),
        onBehalfOf: null,
        request: viewer.request,
      },
      answerShape,
      `query ($memoryIds: [ID!]!, $viewerId: ID, $managesMemories: Boolean!) {
        memoryAccess(memoryIds: $memoryIds, viewerId: $viewerId, managesMemories: $managesMemories) }`,
      variables,
    )
    return memoryAccess
  }
}
