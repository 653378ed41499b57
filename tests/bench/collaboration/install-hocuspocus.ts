import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const packages = { '@hocuspocus/server': '4.7.0', '@hocuspocus/common': '4.7.0', yjs: '13.6.33' }

/** Installs the server that ours is measured beside, once, outside of the checkout: nothing else needs it. */
export function installHocuspocus(): string {
  const folder = join(tmpdir(), `graphmemory-bench-hocuspocus-${packages['@hocuspocus/server']}`)
  if (existsSync(folder)) return folder
  const unfinished = `${folder}-${process.pid}`
  mkdirSync(unfinished, { recursive: true })
  writeFileSync(join(unfinished, 'package.json'), JSON.stringify({ private: true, dependencies: packages }))
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: unfinished, stdio: 'inherit' })
  renameSync(unfinished, folder)
  return folder
}
