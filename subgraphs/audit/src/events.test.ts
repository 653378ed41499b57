import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { apiKeyIdentity, serviceIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { testAudit, type TestAudit } from './testing/test-audit.ts'

let audit: TestAudit
beforeAll(async () => {
  audit = await testAudit()
})
afterAll(() => audit[Symbol.asyncDispose]())

type Node = Record<string, unknown> & { id: string; index: number | null }
type Page = {
  auditEvents: {
    edges: { cursor: string; node: Node }[]
    nodes: Node[]
    pageInfo: { hasNextPage: boolean; endCursor: string | null }
  }
}
const pageQuery = `query ($first: Int, $after: String, $filter: AuditEventFilter) {
  auditEvents(first: $first, after: $after, filter: $filter) {
    edges { cursor node { id } }
    nodes { id index action }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`

describe('the list of events', () => {
  test('tells everything about an event, before and after it is sealed', async () => {
    const viewer = userIdentity()
    const id = await audit.record(viewer, {
      type: 'permission_change',
      action: 'member.invite',
      resource: { type: 'invitation', id: 'inv_1' },
      details: { role: 'editor', 'quoted?': "it's \\ ?", nested: [1.5, null, true] },
      personal: { email: 'someone@example.test' },
      tags: ['soc2_cc6'],
      legalBasis: 'contract',
      purpose: 'membership',
      durationMs: 1.5,
    })
    const query = `query ($id: ID!) { auditEvent(id: $id) {
      id index type action outcome recordedAt actorKind actorId actor { __typename id } resource { type id } details
      personal personalErased requestId sessionId durationMs legalBasis purpose tags leaf
    } }`
    const expected = {
      id,
      type: 'PERMISSION_CHANGE',
      action: 'member.invite',
      outcome: 'ALLOWED',
      actorKind: 'USER',
      actorId: viewer.userId,
      actor: { __typename: 'User', id: viewer.userId },
      resource: { type: 'invitation', id: 'inv_1' },
      details: { role: 'editor', 'quoted?': "it's \\ ?", nested: [1.5, null, true] },
      personal: { ip: '192.0.2.1', userAgent: 'test', email: 'someone@example.test' },
      personalErased: false,
      requestId: viewer.request.id,
      sessionId: viewer.sessionId,
      durationMs: 1.5,
      legalBasis: 'contract',
      purpose: 'membership',
      tags: ['soc2_cc6'],
    }
    const read = () => audit.must<{ auditEvent: Node & { leaf: string; recordedAt: string } }>(viewer, query, { id })
    expect((await read()).auditEvent).toMatchObject(expected)
    await audit.sealed(viewer, 1)
    const { auditEvent } = await read()
    expect(auditEvent).toMatchObject({ ...expected, index: 0, leaf: expect.any(String) })
    const leaf: unknown = JSON.parse(Buffer.from(auditEvent.leaf, 'base64').toString())
    expect(leaf).toMatchObject({
      version: 1,
      index: 0,
      id,
      tenantId: viewer.tenantId,
      recordedAt: auditEvent.recordedAt,
    })
    expect(JSON.stringify(leaf)).not.toContain('someone@example.test')
    expect(JSON.stringify(leaf)).not.toContain('192.0.2.1')
  })

  test('pages through all of them, newest first, each once, however many are sealed meanwhile', async () => {
    const viewer = userIdentity()
    const ids: string[] = []
    for (let i = 0; i < 23; i++) ids.push(await audit.record(viewer))
    const seen: string[] = []
    let after: string | null = null
    do {
      const { auditEvents }: Page = await audit.must<Page>(viewer, pageQuery, { first: 5, after })
      expect(auditEvents.edges.map(({ node }) => node.id)).toEqual(auditEvents.nodes.map((node) => node.id))
      seen.push(...auditEvents.nodes.map((node) => node.id))
      after = auditEvents.pageInfo.hasNextPage ? auditEvents.pageInfo.endCursor : null
      if (seen.length === 10) await audit.sealed(viewer, 23)
    } while (after !== null)
    expect(seen.toSorted()).toEqual(ids.toSorted())
    const times = await audit.must<{ auditEvents: { nodes: { recordedAt: string; index: number }[] } }>(
      viewer,
      '{ auditEvents(first: 100) { nodes { recordedAt index } } }',
    )
    const instants = times.auditEvents.nodes.map(({ recordedAt }) => recordedAt)
    expect(instants).toEqual(instants.toSorted().toReversed())
    expect(times.auditEvents.nodes.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual(ids.map((_, i) => i))
  })

  test('can be narrowed by every condition, in the outbox and in the log alike', async () => {
    const viewer = userIdentity()
    const key = apiKeyIdentity({ tenantId: viewer.tenantId ?? '' })
    const wanted = await audit.database.withTenant(key, (em) =>
      recordAudit(em, key, {
        type: 'security_event',
        action: 'key.rotate',
        outcome: 'FAILED',
        resource: { type: 'api_key', id: 'key_9' },
        tags: ['soc2_cc6', 'other'],
      }),
    )
    await audit.record(viewer)
    const filters: Record<string, unknown>[] = [
      { types: ['SECURITY_EVENT', 'COMPLIANCE_EVENT'] },
      { actions: ['key.rotate'] },
      { outcomes: ['FAILED', 'DENIED'] },
      { actorId: key.apiKeyId },
      { resourceType: 'api_key' },
      { resourceId: 'key_9' },
      { tag: 'soc2_cc6' },
      { tag: 'soc2_cc6', from: '2020-01-01T00:00:00Z', to: '2120-01-01T00:00:00Z', types: ['SECURITY_EVENT'] },
    ]
    const idsFor = async (filter: unknown) =>
      (await audit.must<Page>(viewer, pageQuery, { filter })).auditEvents.nodes.map(({ id }) => id)
    const check = async () => {
      for (const filter of filters) expect(await idsFor(filter), JSON.stringify(filter)).toEqual([wanted])
      for (const none of [{ to: '2020-01-01T00:00:00Z' }, { from: '2120-01-01T00:00:00Z' }, { types: [] }])
        expect(await idsFor(none)).toEqual([])
    }
    await check()
    await audit.sealed(viewer, 2)
    await check()
  })

  test('names what is no person as actor by its kind', async () => {
    const tenantId = userIdentity().tenantId ?? ''
    const service = serviceIdentity('collaboration', tenantId)
    await audit.database.withTenant(service, (em) =>
      recordAudit(em, service, { type: 'system_event', action: 'document.compact' }),
    )
    const { auditEvents } = await audit.must<Page>(
      userIdentity({ tenantId }),
      '{ auditEvents { nodes { id index actorKind actorId actor { id } } } }',
    )
    expect(auditEvents.nodes).toMatchObject([{ actorKind: 'SERVICE', actorId: 'collaboration', actor: null }])
  })

  test.each([
    { first: 0 },
    { first: 101 },
    { after: 'nonsense' },
    { after: Buffer.from('["x",1]').toString('base64url') },
    { after: Buffer.from('[1e300,"aud_1"]').toString('base64url') },
  ])('refuses a page that cannot be: %o', async (variables) => {
    const { errors } = await audit.ask(userIdentity(), pageQuery, variables)
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT')
  })

  test('of an event that does not exist is null', async () => {
    expect(await audit.must(userIdentity(), '{ auditEvent(id: "aud_none") { id } auditCheckpoint { size } }')).toEqual({
      auditEvent: null,
      auditCheckpoint: null,
    })
  })
})

describe('only admins and owners', () => {
  const operations = [
    ['auditEvents', '{ auditEvents { nodes { id } } }'],
    ['auditEvent', '{ auditEvent(id: "aud_x") { id } }'],
    ['auditLog', '{ auditLog { origin } }'],
    ['auditCheckpoint', '{ auditCheckpoint { size } }'],
    ['auditProof', '{ auditProof(eventId: "aud_x") { index } }'],
    ['auditConsistency', '{ auditConsistency(from: 1, to: 1) { path } }'],
    ['exportAudit', 'mutation { exportAudit(input: {}) { jsonl } }'],
    ['eraseAuditSubject', 'mutation { eraseAuditSubject(input: { subjectId: "usr_x", reason: "asked" }) { events } }'],
  ] as const
  const codeOf = async (viewer: ReturnType<typeof userIdentity>, query: string) =>
    (await audit.ask(viewer, query)).errors?.[0]?.extensions['code']

  test.each(operations)('may use %s; who tries all the same is recorded', async (field, query) => {
    for (const role of ['viewer', 'editor', 'collaborator', 'emperor', null]) {
      const viewer = userIdentity({ role })
      expect(await codeOf(viewer, query)).toBe('FORBIDDEN')
      const { auditEvents } = await audit.must<Page>(
        userIdentity({ tenantId: viewer.tenantId }),
        '{ auditEvents { nodes { id index action outcome actorId type } } }',
      )
      expect(auditEvents.nodes).toMatchObject([
        { action: `request.${field}`, outcome: 'DENIED', actorId: viewer.userId, type: 'AUTHORIZATION' },
      ])
    }
    for (const role of ['admin', 'owner']) expect(await codeOf(userIdentity({ role }), query)).not.toBe('FORBIDDEN')
  })
})
