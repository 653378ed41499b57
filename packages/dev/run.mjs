#!/usr/bin/env node
// Behind every npm script. Runs on the system's Node and imports no package, since nothing may be installed yet.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { commandLine } from './src/commands.mjs'
import { ensureInstalled } from './src/install.mjs'
import { problemWithNode } from './src/node-version.mjs'
import { runChild } from './src/run-child.mjs'
import { SetUpError } from './src/set-up-error.mjs'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

try {
  const problem = problemWithNode(process.versions.node)
  if (problem !== undefined) throw new SetUpError(problem)
  const [mode, ...args] = process.argv.slice(2)
  const [program, ...programArgs] = commandLine(root, mode, args)
  await ensureInstalled(root, (line) => console.error(line))
  // Node keeps what it compiled: without that, each process spends most of its start on the same thousand files.
  process.env['NODE_COMPILE_CACHE'] ??= join(root, 'node_modules/.cache/compiled')
  process.exitCode = await runChild(program, programArgs)
} catch (error) {
  if (!(error instanceof SetUpError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
