#!/usr/bin/env node
import { runMain } from '@graphmemory/service/run-main.ts'
import { runCommand } from './run-command.ts'

await runMain(() => runCommand(process.argv.slice(2), process.env))
