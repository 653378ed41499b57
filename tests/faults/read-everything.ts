import { ask } from '../harness/client.ts'
import type { StoredMemory } from './ledger.ts'

const query = `query ($after: String) {
  memories(sort: CREATED_AT, order: ASC, first: 20, after: $after) {
    nodes {
      id title content version
      relations(direction: OUT, first: 100) { nodes { id type to { id } } }
      neighbours(depth: 1, direction: OUT, first: 100) { stale nodes { id } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`
type Page = { memories: { nodes: StoredMemory[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } }

/** Every memory of the caller's tenant: with its relations from the rows, and its neighbours from the graph. */
export async function readEverything(url: string, token: string): Promise<StoredMemory[]> {
  const all: StoredMemory[] = []
  for (let after: string | null = null; ;) {
    const { memories }: Page = await ask<Page>(url, query, { after }, token)
    all.push(...memories.nodes)
    if (!memories.pageInfo.hasNextPage) return all
    after = memories.pageInfo.endCursor
  }
}
