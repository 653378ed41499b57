import { join } from 'node:path'
import { z } from 'zod'
import { readConfig as read, readConfigs, whole, type Env } from '@graphmemory/service/read-config.ts'
import type { EmbeddingConfig } from './embedding/create-embedder.ts'
import { readEmbeddingConfig } from './embedding/read-embedding-config.ts'

const shape = z.object({
  GM_DATA: z.string().default('.graphmemory'),
  /** One process a folder. */
  GRAPH_FOLDER: z.string().optional(),
  GRAPH_SNAPSHOTS: z.string().optional(),
  GRAPH_PROCESSES: whole(1, 32).default(1),
  GRAPH_OPEN_TENANTS: whole(1, 1_000).default(32),
  GRAPH_LOOK_AROUND_MS: whole(10, 600_000).default(5_000),
  GRAPH_SCRUB_MS: whole(10, 86_400_000).default(60_000),
})

export type GraphConfig = {
  /** Where this process keeps its graphs. */
  readonly folder: string
  /** Where copies of large graphs are kept for processes that have none; all may share it. */
  readonly snapshots: string | undefined
  /** Tenants are spread over so many engine processes. */
  readonly processes: number
  /** How many graphs one engine process keeps open. */
  readonly openTenants: number
  /** How often logs are looked at, since news of commits may be lost. */
  readonly lookAroundMs: number
  /** How often one tenant's graph is compared with its rows. */
  readonly scrubMs: number
  /** Where the vectors of memories come from. */
  readonly embeddings: EmbeddingConfig
}

/** Reads what memory-graph needs from the environment; throws one `ConfigError` with all problems. */
export function readConfig(env: Env): GraphConfig {
  const [given, embeddings] = readConfigs([(all) => read(shape, all), readEmbeddingConfig], env)
  return {
    folder: given.GRAPH_FOLDER ?? join(given.GM_DATA, 'graph'),
    snapshots: given.GRAPH_SNAPSHOTS,
    processes: given.GRAPH_PROCESSES,
    openTenants: given.GRAPH_OPEN_TENANTS,
    lookAroundMs: given.GRAPH_LOOK_AROUND_MS,
    scrubMs: given.GRAPH_SCRUB_MS,
    embeddings,
  }
}

/** The environment of this process. */
export const processEnv = (): Env => process.env
