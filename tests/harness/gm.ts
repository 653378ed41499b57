import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { childEnvironment } from './child-environment.ts'

const root = resolve(import.meta.dirname, '../..')
const main = join(root, 'packages/cli/src/main.ts')

export type Env = Readonly<Record<string, string>>

/** Runs a command of `gm` to its end and gives back what it printed; rejects when it fails. */
export async function gm(args: readonly string[], env: Env = {}): Promise<string> {
  const options = { cwd: root, env: { ...childEnvironment, ...env }, maxBuffer: 64 * 2 ** 20 }
  return (await promisify(execFile)(process.execPath, [main, ...args], options)).stdout
}

/** Starts a command of `gm` that goes on until it is stopped. */
export function startGm(args: readonly string[], env: Env): ChildProcess {
  return spawn(process.execPath, [main, ...args], {
    cwd: root,
    env: { ...childEnvironment, EMBEDDINGS: 'none', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}
