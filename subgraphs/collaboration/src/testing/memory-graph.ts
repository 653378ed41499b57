import { ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { DocumentContent } from '../document-content.ts'
import type { SubgraphSource } from '@graphmemory/service/subgraph-source.ts'

type Kept = Partial<DocumentContent> & {
  readonly tenantId: string
  content: string
  documentId: string | null
  epoch: number
  seq: number
  editors: readonly string[]
}

/**
 * The memory graph as this subgraph meets it: the fields of its contract over memories in a map. `away` makes it
 * answer like one that is down.
 */
export class TestMemoryGraph implements SubgraphSource {
  readonly name = 'memory-graph'
  readonly memories = new Map<string, Kept>()
  projections = 0
  /** The spaces, each with its tenant. */
  readonly spaces = new Map<string, string>()
  /** What spaces let everybody do with a memory, or there; all of its tenant, everything, where nothing is said. */
  readonly accesses = new Map<string, 'NONE' | 'READ' | 'WRITE'>()
  /** From whom a space is hidden. */
  readonly hidden = new Map<string, string>()
  isAway = false

  add(id: string, tenantId: string, content: string, more: Partial<DocumentContent> = {}): void {
    const { title, tags, properties } = { title: '', tags: [], properties: {}, ...more }
    this.memories.set(id, {
      tenantId,
      title,
      content,
      tags,
      properties,
      documentId: null,
      epoch: 0,
      seq: 0,
      editors: [],
    })
  }

  contentOf(id: string): string | undefined {
    return this.memories.get(id)?.content
  }

  async process({ query, variables, identity }: Parameters<SubgraphSource['process']>[0]) {
    try {
      if (this.isAway) throw new ClientError('UNAVAILABLE', 'away')
      return { data: this.#answer(query, variables ?? {}, identity) }
    } catch (error) {
      if (error instanceof ClientError) return { errors: [error] }
      throw error
    }
  }

  subscribe(): never {
    throw new Error('no subscriptions here')
  }

  #answer(query: string, variables: Readonly<Record<string, unknown>>, identity: Identity): Record<string, unknown> {
    if (query.includes('memory(id')) {
      const memory = this.#find(String(variables['id']), identity)
      return { memory: memory === null ? null : { id: variables['id'] } }
    }
    if (query.includes('space(id')) {
      const id = String(variables['id'])
      const isSeen = this.#isSpaceOf(id, identity) && this.accesses.get(id) !== 'NONE'
      return { space: isSeen ? { id } : null }
    }
    if (identity.kind !== 'service') throw new ClientError('FORBIDDEN', 'services only')
    if (query.includes('access: ')) {
      const isThere = (id: string) =>
        query.includes('memoryAccess') ? this.#find(id, identity) !== null : this.#isSpaceOf(id, identity)
      const ids = variables['ids'] as string[]
      const isHidden = (id: string) => this.hidden.has(id) && this.hidden.get(id) === variables['viewerId']
      return {
        access: ids.map((id) => (isHidden(id) ? 'NONE' : (this.accesses.get(id) ?? (isThere(id) ? 'WRITE' : 'NONE')))),
      }
    }
    const input = variables['input'] as Omit<Kept, 'tenantId' | 'documentId'> & { memoryId: string; documentId: string }
    const memory = this.#find(input.memoryId, identity)
    if (memory === null) throw notFound('memory')
    if (query.includes('attachDocument')) {
      if (memory.documentId !== null && memory.documentId !== input.documentId)
        throw new ClientError('CONFLICT', 'attached')
      memory.documentId = input.documentId
      return { attachDocument: { memory } }
    }
    this.projections++
    const isNewer = input.epoch > memory.epoch || (input.epoch === memory.epoch && input.seq > memory.seq)
    if (isNewer) Object.assign(memory, input)
    return { projectDocument: { accepted: isNewer } }
  }

  #isSpaceOf(id: string, identity: Identity): boolean {
    return identity.kind !== 'anonymous' && this.spaces.get(id) === identity.tenantId
  }

  #find(id: string, identity: Identity): Kept | null {
    const memory = this.memories.get(id)
    return memory !== undefined && identity.kind !== 'anonymous' && memory.tenantId === identity.tenantId
      ? memory
      : null
  }
}
