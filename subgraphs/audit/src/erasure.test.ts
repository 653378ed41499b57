import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { User } from '@graphmemory/identity/identity.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { testAudit, type TestAudit } from './testing/test-audit.ts'

let audit: TestAudit
beforeAll(async () => {
  audit = await testAudit()
})
afterAll(() => audit[Symbol.asyncDispose]())

type Event = {
  id: string
  action: string
  actorId: string
  personal: Record<string, string> | null
  personalErased: boolean
  leaf: string
  purpose: string | null
  tags: string[]
  resource: { type: string; id: string } | null
}
const events = async (viewer: User) =>
  (
    await audit.must<{ auditEvents: { nodes: Event[] } }>(
      viewer,
      '{ auditEvents(first: 100) { nodes { id action actorId personal personalErased leaf purpose tags resource { type id } } } }',
    )
  ).auditEvents.nodes
const erase = (viewer: User, subjectId: string) =>
  audit.must<{ eraseAuditSubject: { subjectId: string; events: number } }>(
    viewer,
    'mutation ($input: EraseAuditSubjectInput!) { eraseAuditSubject(input: $input) { subjectId events } }',
    { input: { subjectId, reason: 'request of the person' } },
  )
const sameTenant = (viewer: User) => userIdentity({ tenantId: viewer.tenantId })

describe('erasing a subject', () => {
  test('makes exactly his sealed fields unreadable, leaves every leaf as it was, and is recorded', async () => {
    const owner = userIdentity()
    const [person, other] = [sameTenant(owner), sameTenant(owner)]
    for (let i = 0; i < 3; i++) {
      await audit.record(person, { personal: { name: `person ${i}` } })
      await audit.record(other, { personal: { name: `other ${i}` } })
    }
    await audit.record(owner, {
      subject: person.userId,
      action: 'member.invite',
      personal: { email: 'person@example.test' },
    })
    const before = await audit.sealed(owner, 7)
    const leaves = (await events(owner)).map(({ leaf }) => leaf)

    expect((await erase(owner, person.userId)).eraseAuditSubject).toEqual({ subjectId: person.userId, events: 4 })
    const after = await events(owner)
    const sealed = after.slice(-7)
    expect(sealed.map(({ leaf }) => leaf)).toEqual(leaves)
    const isAboutPerson = ({ actorId, action }: Event) => actorId === person.userId || action === 'member.invite'
    expect(sealed.filter(({ personalErased }) => personalErased)).toEqual(sealed.filter(isAboutPerson))
    expect(sealed.filter(({ personal }) => personal === null)).toEqual(sealed.filter(isAboutPerson))
    expect(sealed.filter(({ personal }) => personal !== null).map(({ personal }) => personal?.['name'])).toEqual([
      'other 2',
      'other 1',
      'other 0',
    ])
    expect(after[0]).toMatchObject({
      action: 'audit.erase_subject',
      actorId: owner.userId,
      resource: { type: 'audit_subject', id: person.userId },
      purpose: 'request of the person',
      tags: ['gdpr_art17'],
    })

    await audit.sealed(owner, 8)
    const { auditConsistency } = await audit.must<{ auditConsistency: { fromRootHash: string } }>(
      owner,
      '{ auditConsistency(from: 7, to: 8) { fromRootHash } }',
    )
    expect(auditConsistency.fromRootHash).toBe(before.rootHash)
    const isSomewhere = await audit.database.withRole('gm_audit_sequencer', (em) =>
      em.execute<{ count: string }[]>('select count(*) from audit.subject_key where subject = ?', [person.userId]),
    )
    expect(Number(isSomewhere[0]?.count)).toBe(0)
  })

  test('reaches what waits to be sealed, and not what comes after', async () => {
    await using slow = await testAudit({
      env: { KEY_ENCRYPTION_KEYS: `v1:${Buffer.alloc(32, 7).toString('base64')}`, AUDIT_POLL_MS: '60000' },
    })
    const owner = userIdentity()
    const person = sameTenant(owner)
    const read = (viewer: User) =>
      slow.must<{ auditEvents: { nodes: Event[] } }>(
        viewer,
        '{ auditEvents { nodes { action actorId personal personalErased } } }',
      )
    await slow.record(person, { action: 'note.first' })
    await slow.must(
      owner,
      'mutation ($input: EraseAuditSubjectInput!) { eraseAuditSubject(input: $input) { events } }',
      { input: { subjectId: person.userId, reason: 'asked' } },
    )
    await slow.record(person, { action: 'note.second' })
    slow.events.publish('audit.recorded', { tenantId: owner.tenantId ?? '' })
    await slow.sealed(owner, 3)
    const { auditEvents } = await read(owner)
    expect(auditEvents.nodes.map(({ action, personal }) => [action, personal !== null])).toEqual([
      ['note.second', true],
      ['audit.erase_subject', true],
      ['note.first', false],
    ])
  })

  test('of one tenant leaves the same subject of another as he is', async () => {
    const [owner, elsewhere] = [userIdentity(), userIdentity()]
    const person = sameTenant(owner)
    const sameElsewhere = { ...person, tenantId: elsewhere.tenantId }
    await audit.record(person)
    await audit.record(sameElsewhere)
    await audit.sealed(owner, 1)
    await audit.sealed(elsewhere, 1)
    expect((await erase(elsewhere, person.userId)).eraseAuditSubject.events).toBe(1)
    expect((await events(owner))[0]).toMatchObject({ personalErased: false, personal: { ip: '192.0.2.1' } })
    expect((await events(elsewhere)).at(-1)).toMatchObject({ personalErased: true, personal: null })
  })

  test('needs a reason', async () => {
    const { errors } = await audit.ask(
      userIdentity(),
      'mutation { eraseAuditSubject(input: { subjectId: "usr_x", reason: " " }) { events } }',
    )
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'reason' })
  })

  test('cannot be done without a record', async () => {
    const owner = userIdentity()
    await audit.record(owner)
    await audit.sealed(owner, 1)
    await expect(
      audit.database.withRole('gm_audit_tenant', (em) => em.execute('delete from audit.subject_key'), {
        tenantId: owner.tenantId ?? '',
      }),
    ).rejects.toThrow('without an audit record')
  })
})
