import { can } from '@graphmemory/identity/permissions.ts'
import { scalars } from '@graphmemory/service/scalars.ts'
import { cancelAnalysis } from './analysis/cancel-analysis.ts'
import { listScores, readAnalysis } from './analysis/read-analysis.ts'
import { startAnalysis } from './analysis/start-analysis.ts'
import { watchAnalysis } from './analysis/watch-analysis.ts'
import { attachDocument } from './attach-document.ts'
import { userOf } from './author.ts'
import { createMemory } from './create-memory.ts'
import { createRelation } from './create-relation.ts'
import { deleteMemory } from './delete-memory.ts'
import { deleteRelation } from './delete-relation.ts'
import type { Memory, Relation } from './entities.ts'
import { estimateMemories } from './estimate-memories.ts'
import { findCommonNeighbours } from './find-common-neighbours.ts'
import { findNeighbours } from './find-neighbours.ts'
import { explainHit } from './explain-hit.ts'
import { findPath } from './find-path.ts'
import { findPaths } from './find-paths.ts'
import { findDuplicates, findSimilar, suggestLinks } from './find-similar.ts'
import { findSubgraph } from './find-subgraph.ts'
import { graphStatistics, growthPerDay } from './graph-statistics.ts'
import { highlightMemory } from './highlight-memory.ts'
import { listHistory } from './list-history.ts'
import { countMemories, listMemories } from './list-memories.ts'
import { countRelationsOf } from './count-relations-of.ts'
import { listContradictingOne } from './list-contradicting-one.ts'
import { listContradicted } from './list-contradicted.ts'
import { listRelationTypes } from './list-relation-types.ts'
import { listRelations } from './list-relations.ts'
import { defineMemoryType } from './memory-types/define-memory-type.ts'
import { deleteMemoryType } from './memory-types/delete-memory-type.ts'
import { listMemoryTypes, readMemoryType } from './memory-types/list-memory-types.ts'
import type { MemoryType } from './memory-types/memory-type.ts'
import { updateMemoryType } from './memory-types/update-memory-type.ts'
import { mergeMemories } from './merge-memories.ts'
import { createSpace } from './spaces/create-space.ts'
import { deleteSpace } from './spaces/delete-space.ts'
import { listSpaces } from './spaces/list-spaces.ts'
import { shareSpace } from './spaces/share-space.ts'
import { memoryAccess, spaceAccess } from './spaces/memory-access.ts'
import type { Space } from './spaces/space.ts'
import { unshareSpace } from './spaces/unshare-space.ts'
import { updateSpace } from './spaces/update-space.ts'
import type { Operation } from './operation.ts'
import { diffVersions } from './past/diff-versions.ts'
import { projectDocument } from './project-document.ts'
import { queryGraph } from './query-graph.ts'
import { loadMemoryAt, readMemory, readRelation } from './read-one.ts'
import { digestOf, readReceipt, recallMemories, textOf } from './recall-memories.ts'
import { rebuildGraph } from './rebuild-graph.ts'
import { restoreMemory } from './restore-memory.ts'
import type { Resolvers } from './schema.generated.ts'
import { searchMemories } from './search-memories.ts'
import { setRelationType } from './set-relation-type.ts'
import { importMemories } from './transfer/import-memories.ts'
import { watchImport } from './transfer/watch-import.ts'
import { updateMemory } from './update-memory.ts'
import { updateRelation } from './update-relation.ts'
import { watchChanges } from './watch-changes.ts'
import { watchNeighbours } from './watch-neighbours.ts'
import { watchSearch } from './watch-search.ts'

const authors = {
  createdBy: (row: Memory | Relation | MemoryType | Space) => userOf(row.createdByKind, row.createdBy),
  updatedBy: (row: Memory | Relation | MemoryType | Space) => userOf(row.updatedByKind, row.updatedBy),
}
const actor = (operation: Operation) => userOf(operation.actorKind, operation.actorId)

/** Inputs are read by the operations themselves, by their shape. */
export const resolvers: Resolvers = {
  ...scalars,
  Query: {
    memory: (_, args, context) => readMemory(context, args),
    memoryDiff: (_, args, context) => diffVersions(context, args),
    memories: (_, args, context) => listMemories(context, args),
    relation: (_, args, context) => readRelation(context, args),
    relationTypes: (_, _args, context) => listRelationTypes(context),
    path: (_, args, context) => findPath(context, args),
    paths: (_, args, context) => findPaths(context, args),
    subgraph: (_, args, context) => findSubgraph(context, args),
    commonNeighbours: (_, args, context) => findCommonNeighbours(context, args),
    queryGraph: (_, args, context) => queryGraph(context, args),
    graphStatistics: (_, _args, context) => graphStatistics(context),
    memoryAccess: (_, args, context) => memoryAccess(context, args),
    spaceAccess: (_, args, context) => spaceAccess(context, args),
    spaces: (_, _args, context) => listSpaces(context),
    space: (_, { id }, { loaders }) => loaders.space.load(id),
    memoryTypes: (_, _args, context) => listMemoryTypes(context),
    memoryType: (_, { name }, context) => readMemoryType(context, name),
    analysis: (_, { id }, context) => readAnalysis(context, id),
    recallReceipt: (_, { id }, context) => readReceipt(context, id),
    searchMemories: (_, args, context) => searchMemories(context, args),
  },
  Mutation: {
    createMemory: (_, { input }, context) => createMemory(context, input),
    updateMemory: (_, { input }, context) => updateMemory(context, input),
    deleteMemory: (_, { input }, context) => deleteMemory(context, input),
    restoreMemory: (_, { input }, context) => restoreMemory(context, input),
    mergeMemories: (_, { input }, context) => mergeMemories(context, input),
    createRelation: (_, { input }, context) => createRelation(context, input),
    updateRelation: (_, { input }, context) => updateRelation(context, input),
    deleteRelation: (_, { input }, context) => deleteRelation(context, input),
    setRelationType: (_, { input }, context) => setRelationType(context, input),
    importMemories: (_, { input }, context) => importMemories(context, input),
    startAnalysis: (_, { input }, context) => startAnalysis(context, input),
    cancelAnalysis: (_, { input }, context) => cancelAnalysis(context, input),
    recall: async (_, { input }, context) => ({ receipt: await recallMemories(context, input) }),
    createSpace: (_, { input }, context) => createSpace(context, input),
    updateSpace: (_, { input }, context) => updateSpace(context, input),
    deleteSpace: (_, { input }, context) => deleteSpace(context, input),
    shareSpace: (_, { input }, context) => shareSpace(context, input),
    unshareSpace: (_, { input }, context) => unshareSpace(context, input),
    defineMemoryType: (_, { input }, context) => defineMemoryType(context, input),
    updateMemoryType: (_, { input }, context) => updateMemoryType(context, input),
    deleteMemoryType: (_, { input }, context) => deleteMemoryType(context, input),
    attachDocument: (_, { input }, context) => attachDocument(context, input),
    projectDocument: (_, { input }, context) => projectDocument(context, input),
    rebuildGraph: (_, { input }, context) => rebuildGraph(context, input),
  },
  Subscription: {
    liveSearch: {
      subscribe: (_, args, context) => watchSearch(context, args),
    },
    liveNeighbours: {
      subscribe: (_, args, context) => watchNeighbours(context, args),
    },
    importProgress: {
      subscribe: (_, args, context) => watchImport(context, args),
    },
    memoryChanges: {
      subscribe: (_, args, context) => watchChanges(context, args),
    },
    analysisProgress: {
      subscribe: (_, { id }, context) => watchAnalysis(context, id),
    },
  },
  Memory: {
    ...authors,
    __resolveReference: ({ id }, { loaders }) => loaders.memory.load(id),
    relations: (memory, args, context) => listRelations(memory, args, context),
    relationCounts: (memory, args, context) => countRelationsOf(memory, args, context),
    neighbours: (memory, args, context) => findNeighbours(memory, args, context),
    similar: (memory, args, context) => findSimilar(memory, args, context),
    likelyDuplicates: (memory, args, context) => findDuplicates(memory, args, context),
    suggestedLinks: (memory, args, context) => suggestLinks(memory, args, context),
    history: (memory, args, context) => listHistory(memory, args, context),
    space: ({ spaceId }, _, { loaders }) => (spaceId == null ? null : loaders.space.load(spaceId)),
    isEditable: ({ spaceId }, _, { viewer, loaders }) =>
      can(viewer, 'update', 'memory') && (spaceId == null || loaders.isWritable.load(spaceId)),
  },
  Relation: {
    ...authors,
    __resolveReference: ({ id }, { loaders }) => loaders.relation.load(id),
    from: ({ fromId, asOf }, _, { loaders }) => loadMemoryAt(loaders, fromId, asOf),
    to: ({ toId, asOf }, _, { loaders }) => loadMemoryAt(loaders, toId, asOf),
    contradicts: (relation, _, context) => listContradicted(context, relation),
    contradictedBy: (relation, _, context) => listContradictingOne(context, relation),
  },
  RelationType: {
    updatedBy: ({ updatedByKind, updatedBy }) =>
      updatedByKind === null || updatedBy === null ? null : userOf(updatedByKind, updatedBy),
  },
  MemoryTypeDefinition: authors,
  Space: {
    ...authors,
    __resolveReference: ({ id }, { loaders }) => loaders.space.load(id),
    shares: ({ id }, _, { loaders }) => loaders.spaceShares.load(id),
  },
  SpaceShare: { user: ({ userId }) => userOf('USER', userId) },
  MemoryConnection: {
    totalCount: (connection, _, context) => countMemories(context, connection),
    estimatedCount: (connection, _, context) => estimateMemories(context, connection),
  },
  SearchEdge: {
    highlights: ({ node, query }) => highlightMemory(node, query),
    why: (edge) => explainHit(edge),
  },
  GraphStatistics: {
    perDay: (_, args, context) => growthPerDay(context, args),
  },
  RecallReceipt: {
    text: (receipt) => textOf(receipt),
    sha256: (receipt) => digestOf(receipt),
    actor: ({ actorKind, actorId }) => userOf(actorKind, actorId),
  },
  RecallItem: {
    memory: ({ memoryId }, _, { loaders }) => loaders.memory.load(memoryId),
  },
  SearchReason: {
    via: ({ viaId, asOf }, _, { loaders }) => (viaId === null ? null : loadMemoryAt(loaders, viaId, asOf)),
  },
  Analysis: {
    startedBy: ({ actorKind, actorId }) => userOf(actorKind, actorId),
    memories: ({ result }) => result?.memories ?? null,
    relations: ({ result }) => result?.relations ?? null,
    groups: ({ result }) => result?.groups ?? null,
    largestGroups: ({ result }) => result?.largestGroups ?? [],
    coefficient: ({ result }) => result?.coefficient ?? null,
    sources: ({ result }) => result?.sources ?? null,
    scores: (analysis, args, context) => listScores(analysis, args, context),
  },
  Operation: { actor },
  MemoryChange: { actor },
}
