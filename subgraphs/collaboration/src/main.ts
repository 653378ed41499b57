import { runMain } from '@graphmemory/service/run-main.ts'
import { runSubgraph } from '@graphmemory/service/run-subgraph.ts'
import { collaboration } from './subgraph.ts'

await runMain(() => runSubgraph(collaboration, process.env))
