import { z } from 'zod'
import { readConfig as read, whole, type Env } from '@graphmemory/service/read-config.ts'

const shape = z.object({
  GRAPH_FOLDER: z.string(),
  GRAPH_PROCESSES: whole(1, 32).default(1),
  GRAPH_OPEN_TENANTS: whole(1, 1_000).default(32),
})

export type GraphConfig = {
  /** Where this process keeps its graphs. */
  readonly folder: string
  /** Tenants are spread over so many engine processes. */
  readonly processes: number
  /** How many graphs one engine process keeps open. */
  readonly openTenants: number
}

/** Reads what memory-graph needs from the environment; throws one `ConfigError` with all problems. */
export function readConfig(env: Env): GraphConfig {
  const { GRAPH_FOLDER, GRAPH_PROCESSES, GRAPH_OPEN_TENANTS } = read(shape, env)
  return { folder: GRAPH_FOLDER, processes: GRAPH_PROCESSES, openTenants: GRAPH_OPEN_TENANTS }
}

/** The environment of this process. */
export const processEnv = (): Env => process.env
