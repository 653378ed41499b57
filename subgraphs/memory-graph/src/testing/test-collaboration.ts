import type { SubgraphSource } from '@graphmemory/service/subgraph-source.ts'

/** Collaboration as this subgraph meets it: some spaces hold documents. */
export class TestCollaboration implements SubgraphSource {
  readonly name = 'collaboration'
  readonly spaces = new Set<string>()

  async process({ variables, identity }: Parameters<SubgraphSource['process']>[0]) {
    if (identity.kind !== 'service') throw new Error('services only')
    return { data: { holdsDocuments: this.spaces.has(String(variables?.['spaceId'])) } }
  }

  subscribe(): never {
    throw new Error('no subscriptions here')
  }
}
