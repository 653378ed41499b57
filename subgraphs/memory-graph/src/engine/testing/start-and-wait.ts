import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { createGraphEngine } from '../create-engine.ts'

/** A process that has an engine and never closes it: says its engine's process and waits to be killed. */
const [folder = ''] = process.argv.slice(2)
const engine = await createGraphEngine({ folder, log: createLog({ level: 'silent', name: 'test' }) })
await engine.appliedSeq('ten_a')
process.stdout.write(`${engine.pids().join()}\n`)
