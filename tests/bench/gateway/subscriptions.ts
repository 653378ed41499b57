/** A gateway over subgraphs in its own process whose subscription is told by stdin to publish: `node subscriptions.ts`. */
import { createInterface } from 'node:readline'
import { createSourceEventStream, parse, type ExecutionResult } from 'graphql'
import { createInProcessEventBus } from '@graphmemory/events/in-process-event-bus.ts'
import { createGateway } from '@graphmemory/gateway'
import { readConfig } from '@graphmemory/gateway/config.ts'
import { createCompiler, isOperation } from '@graphmemory/service/compile-operation.ts'
import { createEventQueue, type EventQueue } from '@graphmemory/service/event-queue.ts'
import type { SubgraphSource } from '@graphmemory/service/subgraph-source.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { createMetrics } from '@graphmemory/telemetry/create-metrics.ts'
import { subgraphNames, schemaOf, supergraphOf } from './graph.ts'

type Published = { readonly changed: object }
const open = new Set<EventQueue<Published>>()
const streams = {
  Subscription: {
    changed: {
      subscribe: () => {
        const queue = createEventQueue<Published>(10_000, () => ({ changed: {} }))
        open.add(queue)
        return queue.iterate(() => open.delete(queue))
      },
    },
  },
}

function source(name: (typeof subgraphNames)[number]): SubgraphSource {
  const schema = schemaOf(name, name === 'documents' ? streams : {})
  const compile = createCompiler(schema)
  const run = async (query: string, root: unknown, variables: object | undefined) => {
    const operation = compile(query, undefined)
    return isOperation(operation) ? operation.query(root, {}, variables) : operation
  }
  return {
    name,
    process: ({ query, variables }) => run(query, undefined, variables),
    subscribe: async ({ query, variables }) => {
      const events = await createSourceEventStream({ schema, document: parse(query), variableValues: variables })
      if (!(Symbol.asyncIterator in events)) return events
      const iterator = events[Symbol.asyncIterator]()
      const results: AsyncIterableIterator<ExecutionResult> = {
        async next() {
          const event = await iterator.next()
          return event.done === true
            ? { done: true, value: undefined }
            : { done: false, value: await run(query, event.value, variables) }
        },
        async return() {
          await iterator.return?.()
          return { done: true, value: undefined }
        },
        [Symbol.asyncIterator]() {
          return this
        },
      }
      return results
    },
  }
}

const log = createLog({ level: 'fatal', name: 'bench' })
const urls = { documents: '', users: '', comments: '', statistics: '' }
const gateway = await createGateway({
  supergraphSdl: supergraphOf(urls),
  sources: new Map(subgraphNames.map((name) => [name, source(name)])),
  authenticate: async (_bearer, request) => ({ kind: 'anonymous', request }),
  config: readConfig({
    RATE_ANONYMOUS_PER_MINUTE: '1000000',
    COST_PER_MINUTE: '1000000000',
    CONNECTIONS_PER_ADDRESS: '100000',
    SUBSCRIPTIONS_PER_ADDRESS: '100000',
  }),
  log,
  metrics: createMetrics(),
  events: createInProcessEventBus(log),
  health: async () => ({}),
})
process.stdout.write(`${await gateway.listen(0)}\n`)
createInterface({ input: process.stdin }).on('line', (line) => {
  for (let n = Number(line); n > 0; n--) {
    for (const queue of open)
      queue.push({ changed: { id: `d${n % 20}`, title: 'changed', author: { __typename: 'User', id: `u${n % 10}` } } })
  }
})
