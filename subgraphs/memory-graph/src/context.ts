import type { Database, Em } from '@graphmemory/database/database.ts'
import { holdsDocuments } from './spaces/holds-documents.ts'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import { tenantOf, type Identity } from '@graphmemory/identity/identity.ts'
import { areMembers } from '@graphmemory/service/are-members.ts'
import type { SubgraphSource } from '@graphmemory/service/subgraph-source.ts'
import type { Analyst, Run } from './analysis/analyst.ts'
import type { CommitNews } from './commit-news.ts'
import type { QueryVector } from './embedding/query-vector.ts'
import type { ConfinedEngine } from './confine-engine.ts'
import type { GraphState } from './engine/engine.ts'
import type { Fresh, ReadGraph } from './graph-reader.ts'
import { createLoaders, type Loaders } from './loaders.ts'
import type { Validators } from './memory-types/create-validators.ts'
import type { LoggedChange } from './operation.ts'
import { readHead } from './read-log.ts'
import type { Projector } from './projection/projector.ts'

/** What all requests share. */
export type GraphServices = {
  readonly database: Database
  readonly events: EventBus
  readonly news: CommitNews
  readonly projector: Projector
  readonly readGraph: ReadGraph
  readonly queryVector: QueryVector
  readonly meaningModel: string | null
  readonly lookAroundMs: number
  readonly analyst: Analyst
  readonly validators: Validators
  /** Another subgraph. */
  source(subgraph: 'tenant-auth' | 'collaboration'): SubgraphSource
}

/** What one request may touch: the graph of the viewer's tenant, and nothing else. */
export type Context = {
  readonly viewer: Identity
  /** One transaction on the tenant's rows. */
  withTenant<T>(work: (em: Em) => Promise<T>): Promise<T>
  /** Asks the tenant's graph, without what is hidden from the viewer; it has everything that was committed before, unless it says that it is stale. */
  readGraph<T>(query: (engine: ConfinedEngine, tenantId: string) => Promise<T>): Promise<Fresh<T>>
  /** What a query means; null while meaning takes no part in searches. */
  readonly queryVector: QueryVector
  /** Whose vectors say what memories mean; null while embeddings are off. */
  readonly meaningModel: string | null
  /** Tells that the tenant's log has grown. */
  announce(seq: number): void
  /** Tells how far the tenant's log has grown, after commits that were not told of. */
  announceHead(): Promise<void>
  /** Has this process's graph of the tenant follow what was committed here and not told of yet. */
  followQuietly(changes: readonly LoggedChange[]): void
  /** Calls `listener` when the tenant's log has grown, until the returned function is called. */
  onCommit(listener: (seq: number) => void): () => void
  /** Tells that who sees what of the tenant's graph has changed. */
  announceAccess(): void
  /** Calls `listener` when who sees what of the tenant's graph has changed, until the returned function is called. */
  onAccessChange(listener: () => void): () => void
  /** Calls `listener` when more of the tenant's memories are found by what they mean, until the returned function is called. */
  onMeaning(listener: () => void): () => void
  /** Tells that an import has come further. */
  announceImport(importId: string): void
  /** Calls `listener` when an import of the tenant's has come further, until the returned function is called. */
  onImport(listener: (importId: string) => void): () => void
  /** Whether somebody is a member of the tenant now. */
  isMember(userId: string): Promise<boolean>
  /** Whether documents of no memory lie in a space. */
  holdsDocuments(spaceId: string): Promise<boolean>
  /** How often the log is looked at, since news may be lost. */
  readonly lookAroundMs: number
  readonly loaders: Loaders
  /** Checks properties by the schemas of types. */
  readonly validators: Validators
  /** Has an analysis of the tenant's graph carried out, which is in the rows already. */
  takeAnalysis(run: Run): void
  /** Builds the tenant's graph anew from its rows. */
  rebuildGraph(): Promise<GraphState>
}

export function createContext(viewer: Identity, services: GraphServices): Context {
  const { database, events, news, projector, readGraph } = services
  const withTenant: Context['withTenant'] = (work) => database.withTenant(viewer, work)
  const announce = (seq: number) => events.publish('graph.committed', { tenantId: tenantOf(viewer), seq })
  return {
    viewer,
    withTenant,
    readGraph: (query) => readGraph(viewer, query),
    announce,
    announceHead: async () => announce(await withTenant(readHead)),
    followQuietly: (changes) => projector.hand(tenantOf(viewer), changes),
    queryVector: services.queryVector,
    meaningModel: services.meaningModel,
    onCommit: (listener) => news.listen(tenantOf(viewer), listener),
    announceAccess: () => events.publish('graph.access_changed', { tenantId: tenantOf(viewer) }),
    onAccessChange: (listener) => news.listenToAccess(tenantOf(viewer), listener),
    onMeaning: (listener) => news.listenToMeaning(tenantOf(viewer), listener),
    announceImport: (importId) => events.publish('graph.import_progressed', { tenantId: tenantOf(viewer), importId }),
    onImport: (listener) => news.listenToImports(tenantOf(viewer), listener),
    isMember: (userId) => areMembers(services.source('tenant-auth'), viewer, [userId]),
    holdsDocuments: (spaceId) => holdsDocuments(services.source('collaboration'), viewer, spaceId),
    lookAroundMs: services.lookAroundMs,
    loaders: createLoaders(withTenant),
    validators: services.validators,
    takeAnalysis: (run) => services.analyst.take(run),
    rebuildGraph: async () => projector.rebuild(tenantOf(viewer)),
  }
}
