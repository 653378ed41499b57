import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failureCauseIn } from './failure-cause.mjs'
import { withInstallLock } from './install-lock.mjs'
import { SetUpError } from './set-up-error.mjs'
import { stampOf } from './stamp.mjs'

/**
 * Installs the dependencies unless what is there matches the checkout. Two runs at once install once.
 * @param {string} root
 * @param {(line: string) => void} tell
 */
export async function ensureInstalled(root, tell) {
  if (isInstalled(root)) return
  try {
    await withInstallLock(
      join(root, '.install.lock'),
      (pid) => tell(`Waiting for the installation that process ${pid} is running.`),
      async () => {
        if (isInstalled(root)) return
        tell('Installing dependencies (about a minute the first time).')
        await install(root)
        writeFileSync(stampFile(root), stampOf(root))
      },
    )
  } catch (error) {
    if (error instanceof SetUpError) throw error
    throw new SetUpError(
      `The dependencies could not be installed: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

/** @param {string} root */
function stampFile(root) {
  return join(root, 'node_modules/.graphmemory-installed')
}

/** @param {string} root */
function isInstalled(root) {
  return existsSync(stampFile(root)) && readFileSync(stampFile(root), 'utf8') === stampOf(root)
}

/**
 * @param {string} root
 * @returns {Promise<void>}
 */
function install(root) {
  const { config } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const [npm, ...npmArgs] = npmCommand()
  const args = [
    ...npmArgs,
    'exec',
    '--yes',
    `--package=pnpm@${config.pnpm}`,
    '--',
    'pnpm',
    'install',
    '--frozen-lockfile',
  ]
  // CI: pnpm then never asks. Windows starts npm.cmd through a shell only; no argument here comes from outside.
  const child = spawn(npm, args, { cwd: root, env: { ...process.env, CI: 'true' }, shell: npm === 'npm.cmd' })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new SetUpError(`npm could not be started (${error.message}): install npm.`)))
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new SetUpError(`The dependencies could not be installed: ${failureCauseIn(output)}`))
    })
  })
}

/** @returns {[program: string, ...args: string[]]} npm as it was called, else the one on the path */
function npmCommand() {
  const called = process.env.npm_execpath
  if (called?.endsWith('npm-cli.js')) return [process.execPath, called]
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm']
}
