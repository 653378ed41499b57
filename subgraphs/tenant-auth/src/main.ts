import { runMain } from '@graphmemory/service/run-main.ts'
import { runSubgraph } from '@graphmemory/service/run-subgraph.ts'
import { processEnv } from './config.ts'
import { tenantAuth } from './subgraph.ts'

if (import.meta.main) await runMain(() => runSubgraph(tenantAuth, processEnv()))
