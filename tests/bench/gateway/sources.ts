import type { ExecutionResult } from 'graphql'
import { createCompiler, isOperation } from '@graphmemory/service/compile-operation.ts'
import { createHttpClient } from '@graphmemory/service/http-client.ts'
import type { SubgraphSource } from '@graphmemory/service/subgraph-source.ts'
import { schemaOf, subgraphNames, type SubgraphName } from './graph.ts'

const subscribe = () => Promise.reject(new Error('the bench has no subscriptions'))

/** Subgraphs elsewhere, over pooled connections and nothing else. */
export const plainHttpSources = (urls: Readonly<Record<SubgraphName, string>>): Map<string, SubgraphSource> =>
  new Map(
    subgraphNames.map((name) => {
      const client = createHttpClient(urls[name], { maxConnections: 64, timeoutMs: 10_000 })
      const process = async ({ query, operationName, variables }: Parameters<SubgraphSource['process']>[0]) => {
        const body = JSON.stringify({ query, operationName, variables })
        const answer = await client.post('/', { 'content-type': 'application/json' }, body)
        return JSON.parse(answer.body.toString()) as ExecutionResult
      }
      return [name, { name, process, subscribe }]
    }),
  )

/** Subgraphs in this process, compiled by graphql-jit. */
export const inProcessSources = (): Map<string, SubgraphSource> =>
  new Map(
    subgraphNames.map((name) => {
      const compile = createCompiler(schemaOf(name))
      const process = async ({ query, operationName, variables }: Parameters<SubgraphSource['process']>[0]) => {
        const operation = compile(query, operationName)
        return isOperation(operation) ? operation.query(undefined, {}, variables) : operation
      }
      return [name, { name, process, subscribe }]
    }),
  )
