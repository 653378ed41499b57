import { runMain } from '@graphmemory/service/run-main.ts'
import { runSubgraph } from '@graphmemory/service/run-subgraph.ts'
import { audit } from './subgraph.ts'

await runMain(() => runSubgraph(audit, process.env))
