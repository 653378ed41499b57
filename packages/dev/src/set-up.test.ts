import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { problemWithNode } from './node-version.mjs'

let root: string
let bin: string

/** A checkout with nothing installed, and an `npm` on the path that does what the test says. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gm-set-up-'))
  bin = join(root, 'bin')
  mkdirSync(bin)
  cpSync(import.meta.dirname, join(root, 'packages/dev/src'), { recursive: true })
  cpSync(join(import.meta.dirname, '../run.mjs'), join(root, 'packages/dev/run.mjs'))
  writeFileSync(join(root, 'package.json'), '{"type":"module","config":{"pnpm":"1.2.3"}}')
  writeFileSync(join(root, 'pnpm-workspace.yaml'), 'packages:\n  - packages/*\n')
})
afterEach(() => rmSync(root, { recursive: true }))

function npmDoes(script: string) {
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\necho "$*" >> '${root}/npm.calls'\n${script}\n`)
  chmodSync(join(bin, 'npm'), 0o755)
}
const installsNode = `mkdir -p node_modules/node/bin && ln -sf '${process.execPath}' node_modules/node/bin/node`

const env = () => ({ ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, npm_execpath: undefined })
function run(...args: string[]) {
  return spawnSync(process.execPath, [join(root, 'packages/dev/run.mjs'), ...args], { env: env(), encoding: 'utf8' })
}
function writeProgram(text: string) {
  mkdirSync(join(root, 'packages/cli/src'), { recursive: true })
  writeFileSync(join(root, 'packages/cli/src/main.ts'), text)
}

test('a Node that is too old is named in one sentence', () => {
  expect(problemWithNode('18.20.4')).toMatch(/^GraphMemory needs Node 20 or newer, and this is Node 18\.20\.4: .*\.$/)
  expect(problemWithNode('20.0.0')).toBeUndefined()
  expect(problemWithNode('100.1.0')).toBeUndefined()
})

test('a first run installs with the pinned pnpm, then runs the command with its arguments', () => {
  npmDoes(installsNode)
  writeProgram('console.log(process.argv.slice(2).join(" "))')
  const first = run('start', '--seed')
  expect(first).toMatchObject({ status: 0, stdout: 'start --seed\n' })
  expect(readFileSync(join(root, 'npm.calls'), 'utf8')).toBe(
    'exec --yes --package=pnpm@1.2.3 -- pnpm install --frozen-lockfile\n',
  )
})

test('a second run installs nothing', () => {
  npmDoes(installsNode)
  writeProgram('')
  run('start')
  run('start')
  expect(readFileSync(join(root, 'npm.calls'), 'utf8').split('\n')).toHaveLength(2)
})

test('two first runs at once install once', async () => {
  npmDoes(installsNode)
  writeProgram('')
  const start = () => spawn(process.execPath, [join(root, 'packages/dev/run.mjs'), 'start'], { env: env() })
  const codes = await Promise.all([start(), start()].map(async (child) => (await once(child, 'exit'))[0]))
  expect(codes).toEqual([0, 0])
  expect(readFileSync(join(root, 'npm.calls'), 'utf8').split('\n')).toHaveLength(2)
})

test('a failed install tells its cause in one sentence, exits 1 and is tried again', () => {
  npmDoes('echo "progress"; echo "the registry is gone"; exit 1')
  const { status, stderr } = run('start')
  expect(status).toBe(1)
  expect(stderr.trim().split('\n').at(-1)).toBe('The dependencies could not be installed: the registry is gone')
  npmDoes(installsNode)
  writeProgram('')
  expect(run('start').status).toBe(0)
})

test('a missing npm is named', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'packages/dev/run.mjs'), 'start'], {
    env: { PATH: bin },
    encoding: 'utf8',
  })
  expect(status).toBe(1)
  expect(stderr).toMatch(/npm could not be started .*: install npm\.$/m)
})

test("the command's exit code is ours", () => {
  npmDoes(installsNode)
  writeProgram('process.exitCode = 7')
  expect(run('start').status).toBe(7)
})

test('a signal reaches the command, whose end is waited for', async () => {
  npmDoes(installsNode)
  writeProgram(
    `process.on('SIGINT', () => { console.log('drained'); process.exit(0) }); setInterval(() => {}, 1000); console.log('ready')`,
  )
  const child = spawn(process.execPath, [join(root, 'packages/dev/run.mjs'), 'start'], { env: env() })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
    if (output === 'ready\n') child.kill('SIGINT')
  })
  const [code] = await once(child, 'close')
  expect({ code, output }).toEqual({ code: 0, output: 'ready\ndrained\n' })
})

test('what npm started ends when npm is ended, though the shell between them says nothing', async () => {
  npmDoes(installsNode)
  run('start')
  writeProgram(`
    import { writeFileSync } from 'node:fs'
    writeFileSync('${root}/started', String(process.pid))
    process.on('SIGTERM', () => { writeFileSync('${root}/ended', ''); process.exit(0) })
    setInterval(() => {}, 1_000)`)
  const between = spawn('sh', ['-c', `'${process.execPath}' '${join(root, 'packages/dev/run.mjs')}' start; true`], {
    env: { ...env(), npm_lifecycle_event: 'start' },
  })
  await vi.waitFor(() => expect(existsSync(join(root, 'started'))).toBe(true), 10_000)
  between.kill('SIGTERM')
  await vi.waitFor(() => expect(existsSync(join(root, 'ended'))).toBe(true), 10_000)
})
