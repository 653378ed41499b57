import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { ConfigError } from '@graphmemory/service/read-config.ts'
import { readConfig } from './config.ts'

const secret = () => randomBytes(32).toString('base64')
const good = { KEY_ENCRYPTION_KEYS: `v2:${secret()},v1:${secret()}`, API_KEY_PEPPER: secret() }
const live = {
  ...good,
  GM_ENV: 'production',
  PUBLIC_URL: 'https://memory.example.test/',
  SMTP_URL: 'smtps://user:pass@mail.example.test',
  MAIL_FROM: 'memory@example.test',
}

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

test('development needs its secrets alone, and keeps mail in the mailbox', () => {
  expect(readConfig(good)).toMatchObject({
    environment: 'development',
    issuer: 'graphmemory',
    publicUrl: 'http://127.0.0.1:4000',
    smtp: null,
    keyEncryptionKeys: [{ version: 'v2' }, { version: 'v1' }],
  })
})

test('production takes what is safe', () => {
  expect(readConfig(live)).toMatchObject({
    publicUrl: 'https://memory.example.test',
    smtp: { from: 'memory@example.test' },
  })
})

test('every problem is told at once, by the name of the variable and never with its value', () => {
  const problems = problemsOf({
    GM_ENV: 'production',
    PUBLIC_URL: 'http://memory.example.test',
    KEY_ENCRYPTION_KEYS: `v1:${Buffer.alloc(32).toString('base64')}`,
    API_KEY_PEPPER: Buffer.alloc(32, 7).toString('base64'),
  })
  expect(problems.map((problem) => problem.split(':')[0])).toEqual([
    'KEY_ENCRYPTION_KEYS',
    'API_KEY_PEPPER',
    'SMTP_URL',
    'PUBLIC_URL',
  ])
  expect(problemsOf({ GM_ENV: 'production' }).map((problem) => problem.split(/[: ]/)[0])).toEqual([
    'KEY_ENCRYPTION_KEYS',
    'API_KEY_PEPPER',
    'SMTP_URL',
    'PUBLIC_URL',
  ])
})

test.each([
  ['a short key', { KEY_ENCRYPTION_KEYS: 'v1:c2hvcnQ=' }, 'KEY_ENCRYPTION_KEYS'],
  ['a key without a version', { KEY_ENCRYPTION_KEYS: secret() }, 'KEY_ENCRYPTION_KEYS'],
  ['one version twice', { KEY_ENCRYPTION_KEYS: `v1:${secret()},v1:${secret()}` }, 'KEY_ENCRYPTION_KEYS'],
  ['a short pepper', { API_KEY_PEPPER: 'c2hvcnQ=' }, 'API_KEY_PEPPER'],
  ['no sender', { SMTP_URL: 'smtp://127.0.0.1' }, 'MAIL_FROM'],
  ['another protocol for mail', { SMTP_URL: 'http://127.0.0.1', MAIL_FROM: 'memory@example.test' }, 'SMTP_URL'],
])('%s is a problem', (_, wrong, name) => {
  expect(problemsOf({ ...good, ...wrong }).map((problem) => problem.split(':')[0])).toEqual([name])
})

test('missing secrets are a problem in every environment', () => {
  expect(problemsOf({})).toEqual(['KEY_ENCRYPTION_KEYS is not set', 'API_KEY_PEPPER is not set'])
})
