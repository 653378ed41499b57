import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { withInstallLock } from './install-lock.mjs'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gm-lock-'))
  path = join(folder, 'lock')
})
afterEach(() => rmSync(folder, { recursive: true }))

const ignore = () => {}

describe('the install lock', () => {
  test('lets one holder in at a time', async () => {
    let inside = 0
    let most = 0
    const work = async () => {
      most = Math.max(most, ++inside)
      await new Promise((resolve) => setImmediate(resolve))
      inside--
    }
    await Promise.all(Array.from({ length: 5 }, () => withInstallLock(path, ignore, work)))
    expect(most).toBe(1)
    expect(existsSync(path)).toBe(false)
  })

  test('tells who is waited for, once', async () => {
    const waits: number[] = []
    const first = Promise.withResolvers<void>()
    const holding = withInstallLock(path, ignore, () => first.promise)
    const waiting = withInstallLock(
      path,
      (pid) => {
        waits.push(pid)
        first.resolve()
      },
      async () => {},
    )
    await Promise.all([holding, waiting])
    expect(waits).toEqual([process.pid])
  })

  test('takes over from a process that has died', async () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid
    writeFileSync(path, String(dead))
    expect(await withInstallLock(path, ignore, async () => readFileSync(path, 'utf8'))).toBe(String(process.pid))
  })

  test('is let go when the work fails', async () => {
    await expect(withInstallLock(path, ignore, () => Promise.reject(new Error('no network')))).rejects.toThrow(
      'no network',
    )
    expect(existsSync(path)).toBe(false)
  })
})
