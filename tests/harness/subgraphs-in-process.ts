import { generateSecrets } from '@graphmemory/cli/secrets.ts'
import { subgraphs } from '@graphmemory/cli/parts.ts'
import type { SubgraphDefinition } from '@graphmemory/service/subgraph-definition.ts'
import type { SubgraphSource } from '@graphmemory/service/subgraph-source.ts'
import { testSubgraph, type TestSubgraph } from '@graphmemory/testing/test-subgraph.ts'
import { dataFolder } from './product.ts'

export type SubgraphName = (typeof subgraphs)[number]['name']
export const subgraphNames: readonly SubgraphName[] = subgraphs.map(({ name }) => name)

export type SubgraphsInProcess = AsyncDisposable & { get(name: string): TestSubgraph }

/** All subgraphs in this process, each on a database of its own, reaching each other as functions. No gateway stands before them. */
export async function startSubgraphs(): Promise<SubgraphsInProcess> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(dataFolder())
  const env = { ...(await generateSecrets()), GRAPH_FOLDER: folder.path, EMBEDDINGS: 'none' }
  const running = new Map<string, TestSubgraph>()
  const sources: Record<string, SubgraphSource> = {}
  for (const definition of subgraphs) {
    const started = stack.use(await testSubgraph(definition as SubgraphDefinition, { env, sources }))
    running.set(definition.name, started)
    sources[definition.name] = started.subgraph
  }
  const kept = stack.move()
  return {
    get(name) {
      const found = running.get(name)
      if (found === undefined) throw new Error(`there is no subgraph ${name}`)
      return found
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
