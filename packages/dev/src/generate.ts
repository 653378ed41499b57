// SDL → TypeScript of each subgraph. `--check` writes nothing and fails when a committed file differs.
import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { generate } from '@graphql-codegen/cli'
import config from '../../../codegen.ts'

const outputs: readonly { filename: string; content: string }[] = await generate({ ...config, silent: true }, false)
const changed = outputs.filter(({ filename, content }) => !isSame(filename, content))

if (process.argv.includes('--check')) {
  for (const { filename } of changed) console.error(`${filename} differs from its SDL: run npm run fix.`)
  process.exitCode = changed.length === 0 ? 0 : 1
} else {
  await Promise.all(changed.map(({ filename, content }) => writeFile(filename, content)))
  for (const { filename } of changed) console.log(`${filename} written`)
}

function isSame(file: string, content: string): boolean {
  return existsSync(file) && readFileSync(file, 'utf8') === content
}
