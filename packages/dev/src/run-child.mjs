import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const repeatMs = 500
const lookMs = 250

/**
 * Runs a program until its end and gives back its exit code. The child has a process group of its own: a Ctrl-C then
 * reaches it once, through us, and not a second time from the terminal (which would mean "at once" to it).
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
export function runChild(program, args) {
  const child = spawn(program, args, { stdio: 'inherit', detached: process.platform !== 'win32' })
  let lastForwarded = 0
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    // npm passes on the signal that the terminal has already sent to us.
    if (Date.now() - lastForwarded < repeatMs) return
    lastForwarded = Date.now()
    child.kill(signal)
  }
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, forward)
  if (process.env['npm_lifecycle_event'] !== undefined) whenParentEnds(() => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
}

/**
 * npm passes a signal on to the shell that it started us with, which ends without a word to us.
 * @param {() => void} act
 */
function whenParentEnds(act) {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    act()
  }, lookMs)
  timer.unref()
}
