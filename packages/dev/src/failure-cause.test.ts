import { expect, test } from 'vitest'
import { failureCauseIn } from './failure-cause.mjs'

test("pnpm's reason is found in the tree it draws", () => {
  const output = `Scope: all 21 workspace projects
Error: ERR_PNPM_OUTDATED_LOCKFILE

  × installing dependencies
  ╰─▶ Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up
      to date with package.json.

        Failure reason:
        specifiers in the lockfile don't match specifiers in package.json:
`
  expect(failureCauseIn(output)).toBe(
    'Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date with package.json. (ERR_PNPM_OUTDATED_LOCKFILE)',
  )
})

test('of several nested reasons of pnpm, the outermost is told', () => {
  const output = `  × resolving
  ├─▶ Failed to fetch metadata from https://registry.example/left:
  │   error sending request: Connection refused (os error 111)
  ├─▶ error sending request
  ╰─▶ Connection refused (os error 111)
`
  expect(failureCauseIn(output)).toBe(
    'Failed to fetch metadata from https://registry.example/left: error sending request: Connection refused (os error 111)',
  )
})

test("npm's reason is its first sentence, not its codes, its stack or its closing remark", () => {
  const output = `npm warn Unknown user config "nodedir".
npm error code ECONNREFUSED
npm error syscall connect
npm error FetchError: request to https://registry.example/pnpm failed, reason: connect ECONNREFUSED
npm error     at ClientRequest.<anonymous> (index.js:130:14)
npm error A complete log of this run can be found in: /root/.npm/_logs/x.log
`
  expect(failureCauseIn(output)).toBe(
    'FetchError: request to https://registry.example/pnpm failed, reason: connect ECONNREFUSED',
  )
})

test('of anything else the last line is told', () => {
  expect(failureCauseIn('one\ntwo\n\n')).toBe('two')
  expect(failureCauseIn('')).toBe('no reason was given.')
})
