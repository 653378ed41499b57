import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { stampOf } from './stamp.mjs'

let root: string
const write = (file: string, text: string) => {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
}
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gm-stamp-'))
  write('package.json', '{}')
  write('pnpm-lock.yaml', 'lockfileVersion: 9')
  write('pnpm-workspace.yaml', 'packages:\n  - gateway\n  - packages/*\n\ncatalog:\n  a: 1\n')
  write('gateway/package.json', '{"name":"gateway"}')
  write('packages/errors/package.json', '{"name":"errors"}')
})
afterEach(() => rmSync(root, { recursive: true }))

test.each([
  'package.json',
  'pnpm-lock.yaml',
  'gateway/package.json',
  'packages/errors/package.json',
  'packages/new/package.json',
  'patches/shield.patch',
])('a change of %s asks for a new install', (file) => {
  const before = stampOf(root)
  write(file, '{"changed":true}')
  expect(stampOf(root)).not.toBe(before)
})

test('source files ask for no new install', () => {
  const before = stampOf(root)
  write('packages/errors/src/client-error.ts', 'export {}')
  expect(stampOf(root)).toBe(before)
})

test('a folder copied to another platform is installed anew', () => {
  expect(stampOf(root, 'linux-x64')).not.toBe(stampOf(root, 'darwin-arm64'))
})
