import { expect, test } from 'vitest'
import { commandLine } from './commands.mjs'

const node = '/checkout/node_modules/node/bin/node'

test('npm start hands its arguments to gm start, run by the pinned Node', () => {
  expect(commandLine('/checkout', 'start', ['--seed'])).toEqual([
    node,
    '/checkout/packages/cli/src/main.ts',
    'start',
    '--seed',
  ])
})

test('gm takes any of its commands', () => {
  expect(commandLine('/checkout', 'gm', ['graph', 'rebuild']).slice(1)).toEqual([
    '/checkout/packages/cli/src/main.ts',
    'graph',
    'rebuild',
  ])
})

test('npm test hands its arguments to vitest run', () => {
  expect(commandLine('/checkout', 'test', ['packages/dev']).slice(1)).toEqual([
    '/checkout/node_modules/vitest/vitest.mjs',
    'run',
    'packages/dev',
  ])
})

test.each([undefined, 'deploy', 'toString'])('the unknown command %s is refused in one sentence', (mode) => {
  expect(() => commandLine('/checkout', mode, [])).toThrow(/^Unknown command .*: use one of start, gm, test, .*\.$/)
})
