import { createServer, type Server, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { anonymousIdentity } from '@graphmemory/testing/test-identity.ts'
import { mailText } from './mail-templates.ts'
import { password, startTenantAuth, until } from './testing/start-tenant-auth.ts'
import { alter, look } from './testing/test-door.ts'

const registering = 'mutation ($input: RegisterInput!) { register(input: $input) { accepted } }'

/** An SMTP server (RFC 5321) that keeps what it is given, after refusing the first mails. */
function startSmtp(refuseFirst: number): Promise<{ server: Server; port: number; mails: string[] }> {
  const mails: string[] = []
  let refusals = refuseFirst
  const talk = (socket: Socket) => {
    let body: string | null = null
    let rest = ''
    socket.on('error', () => undefined)
    socket.write('220 test\r\n')
    socket.on('data', (chunk) => {
      rest += chunk.toString()
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end)
        rest = rest.slice(end + 2)
        if (body !== null) {
          if (line !== '.') {
            body += `${line}\n`
            continue
          }
          mails.push(body)
          body = null
          socket.write('250 taken\r\n')
        } else if (/^MAIL/i.test(line) && refusals > 0) {
          refusals--
          socket.write('451 not now\r\n')
        } else if (/^DATA/i.test(line)) {
          body = ''
          socket.write('354 go on\r\n')
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n')
        else socket.write('250 ok\r\n')
      }
    })
  }
  const server = createServer(talk)
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve({ server, mails, port: typeof address === 'object' ? (address?.port ?? 0) : 0 })
    })
  })
}

describe('mail', () => {
  test('goes out by SMTP after the commit, again after a failure, and leaves no token behind', async () => {
    const smtp = await startSmtp(1)
    await using auth = await startTenantAuth({
      env: { SMTP_URL: `smtp://127.0.0.1:${smtp.port}`, MAIL_FROM: 'GraphMemory <memory@example.test>' },
    })
    expect(auth.subgraph.routes.map(({ path }) => path)).toEqual(['/.well-known/jwks.json'])
    const input = { email: 'ada@example.test', password, name: 'Ada' }
    await auth.must(anonymousIdentity(), registering, { input })
    await until(async () => {
      const [row] = await look<{ attempts: number; due: boolean }>(
        auth.database,
        'select attempts, due_at > now() and sent_at is null as due from auth.mail where attempts = 1',
      )
      return row?.due === true && (await auth.audited('mail.send')).length === 1 ? row : null
    })
    expect((await auth.audited('mail.send')).at(-1)).toMatchObject({ outcome: 'FAILED', tenantId: 'system' })
    await alter(auth.database, 'update auth.mail set due_at = now()')
    // Another mail wakes the mailer, which finds the one that is due again.
    await auth.must(anonymousIdentity(), registering, { input: { ...input, email: 'bob@example.test' } })
    await until(async () => (smtp.mails.length === 2 ? true : null))
    expect(smtp.mails.join('\n')).toContain('To: ada@example.test')
    expect(smtp.mails.join('\n')).toContain('From: GraphMemory <memory@example.test>')
    await until(async () => {
      const kept = await look(auth.database, 'select from auth.mail where sealed is not null')
      return kept.length === 0 ? true : null
    })
    smtp.server.close()
  })

  test('of two processes is sent once', async () => {
    const smtp = await startSmtp(0)
    const env = { SMTP_URL: `smtp://127.0.0.1:${smtp.port}`, MAIL_FROM: 'memory@example.test' }
    await using auth = await startTenantAuth({ env })
    await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        auth.must(anonymousIdentity(), registering, {
          input: { email: `person${i}@example.test`, password, name: 'Person' },
        }),
      ),
    )
    await until(async () => {
      const waiting = await look(auth.database, 'select from auth.mail where sent_at is null')
      return waiting.length === 0 ? true : null
    })
    expect(smtp.mails).toHaveLength(10)
    smtp.server.close()
  })

  test('shows names as plain words on one line, without links', () => {
    const name = 'Eve\r\nBcc: x@example.test\u2028https://evil.example'
    const { subject, text } = mailText(
      'INVITATION',
      { token: 'secret', inviterName: name, tenantName: name, role: 'viewer' },
      'https://memory.example.test',
    )
    expect(subject).not.toMatch(/[\r\n\u2028]/)
    expect(subject + text).not.toContain('https://evil')
    expect(text).toContain('https://memory.example.test/accept-invitation#token=secret')
  })
})

describe('the development mailbox', () => {
  test('does not exist in staging and production', async () => {
    for (const environment of ['staging', 'production']) {
      await using auth = await startTenantAuth({
        env: {
          GM_ENV: environment,
          PUBLIC_URL: 'https://memory.example.test',
          SMTP_URL: 'smtp://127.0.0.1:1',
          MAIL_FROM: 'memory@example.test',
        },
      })
      expect(auth.subgraph.routes.map(({ path }) => path)).toEqual(['/.well-known/jwks.json'])
    }
  })
})
