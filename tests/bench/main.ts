// `npm run bench` lists the benchmarks; `npm run bench -- NAME [argument …]` runs one.
import { readdirSync } from 'node:fs'
import { spawn } from 'node:child_process'

const folder = new URL('./', import.meta.url)
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts')
  .map((file) => file.slice(0, -'.ts'.length))

const [name = '', ...args] = process.argv.slice(2)
if (names.includes(name)) {
  const child = spawn(process.execPath, [new URL(`${name}.ts`, folder).pathname, ...args], { stdio: 'inherit' })
  child.once('exit', (code) => (process.exitCode = code ?? 1))
} else {
  console.log(`npm run bench -- NAME, where NAME is one of: ${names.join(', ')}`)
  process.exitCode = name === '' ? 0 : 1
}
