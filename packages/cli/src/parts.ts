import { audit } from '@graphmemory/audit'
import { collaboration } from '@graphmemory/collaboration'
import { memoryGraph } from '@graphmemory/memory-graph'
import type { SubgraphDefinition } from '@graphmemory/service/subgraph-definition.ts'
import { tenantAuth } from '@graphmemory/tenant-auth'
import type { DatabaseModule } from '@graphmemory/database/module.ts'

/** The subgraphs in the order in which they are made: each may call those before it, and is called by none of them at its start. */
export const subgraphs = [tenantAuth, memoryGraph, collaboration, audit] as const

/** What `gm start PART` runs. */
export const parts = ['gateway', ...subgraphs.map(({ name }) => name)]

export const isPart = (name: string): boolean => parts.includes(name)

/** All tables of the product, in the order in which they are made. */
export const allModules: readonly DatabaseModule[] = [
  ...new Set(subgraphs.flatMap(({ modules }: Pick<SubgraphDefinition, 'modules'>) => modules)),
]
