import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Identity, User } from '@graphmemory/identity/identity.ts'
import { auditReaderModule, auditRecords, type RecordedEvent } from '@graphmemory/testing/audit-records.ts'
import { TestTenantAuth } from '@graphmemory/testing/test-tenant-auth.ts'
import { testSubgraph, type TestSubgraph, type TestSubgraphOptions } from '@graphmemory/testing/test-subgraph.ts'
import { memoryGraph } from '../subgraph.ts'
import { TestCollaboration } from './test-collaboration.ts'

export type TestGraph = TestSubgraph & {
  readonly folder: string
  /** Who belongs to which tenant. */
  readonly people: TestTenantAuth
  /** Which spaces hold documents. */
  readonly documents: TestCollaboration
  /** Makes a memory and returns its id. */
  remember(identity: Identity, title: string, more?: Record<string, unknown>): Promise<string>
  /** Relates two memories and returns the relation's id. */
  relate(
    identity: Identity,
    fromId: string,
    toId: string,
    type?: string,
    more?: Record<string, unknown>,
  ): Promise<string>
  /** What the audit log was told of a tenant's actions, oldest first. */
  audited(identity: User): Promise<RecordedEvent[]>
  /** The code of the refusal of an operation that must be refused. */
  refusal(identity: Identity, query: string, variables?: Record<string, unknown>): Promise<unknown>
}

/** What a database holds on which `startGraph` runs. */
export const graphModules = [...memoryGraph.modules, auditReaderModule]

/** The memory-graph subgraph on a throw-away database and a throw-away folder. */
export async function startGraph(options: TestSubgraphOptions & { readonly folder?: string } = {}): Promise<TestGraph> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'memory-graph-')))
  const people = new TestTenantAuth()
  const documents = new TestCollaboration()
  const definition = { ...memoryGraph, modules: graphModules }
  const running = await testSubgraph(definition, {
    ...options,
    sources: { 'tenant-auth': people, collaboration: documents },
    env: { GRAPH_FOLDER: folder, EMBEDDINGS: 'none', ...options.env },
  })
  return {
    ...running,
    folder,
    people,
    documents,
    async remember(identity, title, more = {}) {
      const input = { type: 'SEMANTIC', title, ...more }
      const query = 'mutation ($input: CreateMemoryInput!) { createMemory(input: $input) { memory { id } } }'
      const data = await running.must<{ createMemory: { memory: { id: string } } }>(identity, query, { input })
      return data.createMemory.memory.id
    },
    async relate(identity, fromId, toId, type = 'RELATED_TO', more = {}) {
      const input = { fromId, toId, type, ...more }
      const query = 'mutation ($input: CreateRelationInput!) { createRelation(input: $input) { relation { id } } }'
      const data = await running.must<{ createRelation: { relation: { id: string } } }>(identity, query, { input })
      return data.createRelation.relation.id
    },
    async refusal(identity, query, variables) {
      const { data, errors } = await running.ask(identity, query, variables)
      if (errors?.[0] === undefined) throw new Error(`not refused: ${JSON.stringify(data)}`)
      return errors[0].extensions['code']
    },
    audited: ({ tenantId }) => auditRecords(running.database, tenantId),
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]()
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}
