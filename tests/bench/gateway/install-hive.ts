import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const versions = { '@graphql-hive/gateway': '2.15.1', '@graphql-hive/router-runtime': '1.4.23' }

/** Installs Hive Gateway, half a gigabyte, in a temporary folder outside the workspace unless it is there, and answers where. */
export function installHive(): string {
  const folder = join(tmpdir(), `graphmemory-bench-hive-${versions['@graphql-hive/gateway']}`)
  if (existsSync(join(folder, 'node_modules', '@graphql-hive', 'gateway'))) return folder
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: versions }))
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder, stdio: 'inherit' })
  return folder
}
