import { runGateway } from '@graphmemory/gateway/main.ts'
import { ExitError } from '@graphmemory/service/run-main.ts'
import { runSubgraph } from '@graphmemory/service/run-subgraph.ts'
import type { SubgraphDefinition } from '@graphmemory/service/subgraph-definition.ts'
import type { Env } from '@graphmemory/service/read-config.ts'
import { subgraphs } from '../parts.ts'

/** Runs the gateway or one subgraph as a process of its own until it is told to stop. */
export async function startPart(part: string, env: Env): Promise<void> {
  if (part === 'gateway') return runGateway(env)
  const definition = subgraphs.find(({ name }) => name === part)
  if (definition === undefined) throw new ExitError(`There is no part "${part}".`)
  return runSubgraph(definition as SubgraphDefinition, env)
}
