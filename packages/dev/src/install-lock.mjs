import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

const pollMs = 100
const refreshMs = 2_000
/** A holder refreshes its lock; one that has not is gone, even when its process id belongs to another process by now. */
const staleMs = 15_000

/**
 * Runs `work` while holding the lock file; waits for another holder first, and takes over from one that is gone.
 * @template T
 * @param {string} path
 * @param {(holder: number) => void} onWait called once, with the process id that is waited for
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withInstallLock(path, onWait, work) {
  for (let told = false; !tryAcquire(path);) {
    const held = readLock(path)
    if (held === undefined) continue
    if (isAbandoned(path, Number(held))) {
      takeAway(path, held)
      continue
    }
    if (!told) onWait(Number(held))
    told = true
    await delay(pollMs)
  }
  const refresh = setInterval(() => utimesSync(path, new Date(), new Date()), refreshMs)
  try {
    return await work()
  } finally {
    clearInterval(refresh)
    rmSync(path, { force: true })
  }
}

/** @param {string} path */
function tryAcquire(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/**
 * @param {string} path
 * @returns {string | undefined} what the lock holds, or undefined when it is gone
 */
function readLock(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/**
 * @param {string} path
 * @param {number} pid
 */
function isAbandoned(path, pid) {
  const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
  return age > staleMs || (pid > 0 && !isAlive(pid))
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/**
 * Removes an abandoned lock, and only that one: where another waiter has already replaced it, its lock is put back.
 * @param {string} path
 * @param {string} abandoned
 */
function takeAway(path, abandoned) {
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  if (readFileSync(aside, 'utf8') !== abandoned) linkSync(aside, path)
  rmSync(aside)
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
