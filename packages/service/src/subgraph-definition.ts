import type { DatabaseModule } from '@graphmemory/database/module.ts'
import type { Env } from './read-config.ts'
import type { Resources } from './resources.ts'
import type { Subgraph } from './subgraph.ts'

/**
 * A subgraph as its package exports it (`export const audit = defineSubgraph({ … })` in `subgraph.ts`): what it keeps in
 * the database, what it wants to know, and how it is made. The composition root makes it in one process with others or
 * alone.
 */
export type SubgraphDefinition<Config = unknown> = {
  readonly name: string
  /** Its tables; those of packages that it writes to (the audit outbox) come before its own. */
  readonly modules: readonly DatabaseModule[]
  /** Throws `ConfigError`. The only reader of the environment in the package (`config.ts`). */
  readonly readConfig: (env: Env) => Config
  /** Makes the subgraph and starts its work in the background, which disposing ends. */
  readonly create: (resources: Resources, config: Config) => Promise<Subgraph>
}

export const defineSubgraph = <Config>(definition: SubgraphDefinition<Config>): SubgraphDefinition<Config> => definition
