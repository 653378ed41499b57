import { join } from 'node:path'
import { SetUpError } from './set-up-error.mjs'

const gm = 'packages/cli/src/main.ts'

/** npm script → script and leading arguments, run by the pinned Node. */
const commands = new Map([
  ['start', [gm, 'start']],
  ['gm', [gm]],
  ['test', ['node_modules/vitest/vitest.mjs', 'run']],
  ['check', ['packages/dev/src/check.ts']],
  ['fix', ['packages/dev/src/fix.ts']],
  ['generate', ['packages/dev/src/generate.ts']],
  ['bench', ['tests/bench/main.ts']],
])

/**
 * The program and its arguments for one npm script. What follows `--` on the npm command line comes last.
 * @param {string} root
 * @param {string | undefined} mode
 * @param {readonly string[]} args
 * @returns {[program: string, ...args: string[]]}
 */
export function commandLine(root, mode, args) {
  const command = commands.get(mode ?? '')
  if (command === undefined) {
    throw new SetUpError(`Unknown command ${mode ?? '(none)'}: use one of ${[...commands.keys()].join(', ')}.`)
  }
  const [script = '', ...leading] = command
  return [pinnedNode(root), join(root, script), ...leading, ...args]
}

/**
 * @param {string} root
 * @returns {string}
 */
function pinnedNode(root) {
  return join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')
}
