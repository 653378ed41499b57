import type { Permissions } from '@graphmemory/service/build-schema.ts'
import { aService, may } from '@graphmemory/service/rules.ts'

const mayRead = may('read', 'memory')
const mayCreate = may('create', 'memory')
const mayUpdate = may('update', 'memory')
const mayDelete = may('delete', 'memory')
const mayManage = may('manage', 'memory')
const mayShare = may('share', 'memory')
const mayImport = may('import', 'memory')
const mayExport = may('export', 'memory')

/** Relations are part of the graph of memories: who may make a memory may relate it. */
export const permissions: Permissions = {
  Query: {
    memory: mayRead,
    memoryDiff: mayRead,
    memories: mayRead,
    relation: mayRead,
    relationTypes: mayRead,
    path: mayRead,
    paths: mayRead,
    subgraph: mayRead,
    commonNeighbours: mayRead,
    searchMemories: mayRead,
    recallReceipt: mayRead,
    analysis: mayRead,
    graphStatistics: mayRead,
    memoryTypes: mayRead,
    memoryType: mayRead,
    spaces: mayRead,
    space: mayRead,
    queryGraph: mayExport,
    memoryAccess: aService,
    spaceAccess: aService,
  },
  Mutation: {
    createMemory: mayCreate,
    updateMemory: mayUpdate,
    deleteMemory: mayDelete,
    restoreMemory: mayCreate,
    mergeMemories: mayDelete,
    createRelation: mayCreate,
    updateRelation: mayUpdate,
    deleteRelation: mayDelete,
    setRelationType: mayManage,
    importMemories: mayImport,
    recall: mayRead,
    createSpace: mayCreate,
    updateSpace: mayUpdate,
    deleteSpace: mayDelete,
    shareSpace: mayShare,
    unshareSpace: mayShare,
    defineMemoryType: mayManage,
    updateMemoryType: mayManage,
    deleteMemoryType: mayManage,
    startAnalysis: mayRead,
    cancelAnalysis: mayUpdate,
    attachDocument: aService,
    projectDocument: aService,
    rebuildGraph: aService,
  },
  Subscription: {
    memoryChanges: mayRead,
    analysisProgress: mayRead,
    liveSearch: mayRead,
    liveNeighbours: mayRead,
    importProgress: mayImport,
  },
}
