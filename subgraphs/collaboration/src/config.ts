import { z } from 'zod'
import { readConfig as read, whole, type Env } from '@graphmemory/service/read-config.ts'
import type { Config } from './collaboration-config.ts'

const shape = z.object({
  COLLABORATION_WINDOW_MS: whole(0, 1_000).default(50),
  COLLABORATION_COMPACT_ENTRIES: whole(1, 1_000_000).default(200),
  COLLABORATION_HISTORY_ENTRIES: whole(1, 1_000_000).default(5_000),
  COLLABORATION_VERSION_ENTRIES: whole(1, 1_000_000).default(500),
  COLLABORATION_VERSION_IDLE_MS: whole(1_000, 86_400_000).default(300_000),
  COLLABORATION_VERSIONS_KEPT: whole(0, 10_000).default(100),
  COLLABORATION_PROJECT_IDLE_MS: whole(0, 60_000).default(400),
})

/** What this subgraph wants to know. Throws `ConfigError` with all problems. */
export function readConfig(env: Env): Config {
  const config = read(shape, env)
  return {
    windowMs: config.COLLABORATION_WINDOW_MS,
    compactAfterEntries: config.COLLABORATION_COMPACT_ENTRIES,
    historyEntries: config.COLLABORATION_HISTORY_ENTRIES,
    versionAfterEntries: config.COLLABORATION_VERSION_ENTRIES,
    versionAfterMs: config.COLLABORATION_VERSION_IDLE_MS,
    versionsKept: config.COLLABORATION_VERSIONS_KEPT,
    projectIdleMs: config.COLLABORATION_PROJECT_IDLE_MS,
  }
}
