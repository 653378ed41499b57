import { createHash, createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { User } from '@graphmemory/identity/identity.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { testAudit, type TestAudit } from './testing/test-audit.ts'

let audit: TestAudit
beforeAll(async () => {
  audit = await testAudit()
})
afterAll(() => audit[Symbol.asyncDispose]())

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
const bytes = (text: string) => Buffer.from(text, 'base64')
const codeOf = async (viewer: User, query: string, variables = {}) =>
  (await audit.ask(viewer, query, variables)).errors?.[0]?.extensions['code']

/** The root that a proof leads to, by RFC 9162, section 2.1.3.2. */
function rootFrom(leaf: string, { index, size, path }: { index: number; size: number; path: readonly string[] }) {
  let [fn, sn, hash] = [index, size - 1, sha256(Buffer.from([0]), bytes(leaf))]
  for (const sibling of path.map(bytes)) {
    expect(sn).not.toBe(0)
    if (fn & 1 || fn === sn) {
      hash = sha256(Buffer.from([1]), sibling, hash)
      while (!(fn & 1) && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1]
    } else hash = sha256(Buffer.from([1]), hash, sibling)
    ;[fn, sn] = [fn >> 1, sn >> 1]
  }
  expect(sn).toBe(0)
  return hash.toString('base64')
}

async function viewerWithEvents(count: number) {
  const viewer = userIdentity()
  for (let i = 0; i < count; i++) await audit.record(viewer)
  return { viewer, checkpoint: await audit.sealed(viewer, count) }
}

describe('a checkpoint', () => {
  test('is a signed note over the size and the root, which the published key verifies', async () => {
    const { viewer, checkpoint } = await viewerWithEvents(3)
    const { auditLog } = await audit.must<{ auditLog: { origin: string; verifierKeys: string[] } }>(
      viewer,
      '{ auditLog { origin verifierKeys } }',
    )
    expect(auditLog.origin).toBe(`example.test/${viewer.tenantId}`)
    const [text = '', signatures = ''] = checkpoint.note.split('\n\n')
    expect(text.split('\n')).toEqual([auditLog.origin, '3', checkpoint.rootHash])
    const [dash, name, encoded = ''] = signatures.trim().split(' ')
    expect([dash, name]).toEqual(['—', auditLog.origin])
    const [keyName, keyHash, key = ''] = auditLog.verifierKeys[0]?.split('+', 3) ?? []
    const typedKey = bytes(auditLog.verifierKeys[0]?.slice(`${keyName}+${keyHash}+`.length) ?? key)
    expect(
      sha256(Buffer.from(`${keyName}\n`), typedKey)
        .subarray(0, 4)
        .toString('hex'),
    ).toBe(keyHash)
    expect(bytes(encoded).subarray(0, 4).toString('hex')).toBe(keyHash)
    const x = typedKey.subarray(1).toString('base64url')
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    expect(verify(null, Buffer.from(`${text}\n`), publicKey, bytes(encoded).subarray(4))).toBe(true)
    expect(verify(null, Buffer.from(`${text.replace('3', '2')}\n`), publicKey, bytes(encoded).subarray(4))).toBe(false)
  })
})

describe('a proof', () => {
  test('of every event leads from the bytes of its leaf to the signed root, at every size', async () => {
    const { viewer, checkpoint } = await viewerWithEvents(11)
    const { auditEvents } = await audit.must<{ auditEvents: { nodes: { id: string; index: number; leaf: string }[] } }>(
      viewer,
      '{ auditEvents(first: 100) { nodes { id index leaf } } }',
    )
    const query = `query ($id: ID!, $size: Int) { auditProof(eventId: $id, size: $size) { index size path rootHash } }`
    for (const { id, index, leaf } of auditEvents.nodes) {
      for (const size of [null, index + 1, checkpoint.size]) {
        const { auditProof } = await audit.must<{
          auditProof: { index: number; size: number; path: string[]; rootHash: string }
        }>(viewer, query, { id, size })
        expect(auditProof).toMatchObject({ index, size: size ?? checkpoint.size })
        expect(rootFrom(leaf, auditProof)).toBe(auditProof.rootHash)
        expect(auditProof.rootHash === checkpoint.rootHash).toBe(auditProof.size === checkpoint.size)
      }
      expect(await codeOf(viewer, query, { id, size: index })).toBe('BAD_USER_INPUT')
      expect(await codeOf(viewer, query, { id, size: 12 })).toBe('BAD_USER_INPUT')
    }
  })

  test('of an unknown event is NOT_FOUND, of another tenant’s too', async () => {
    const { viewer } = await viewerWithEvents(1)
    const { auditEvents } = await audit.must<{ auditEvents: { nodes: { id: string }[] } }>(
      viewer,
      '{ auditEvents { nodes { id } } }',
    )
    const query = 'query ($id: ID!) { auditProof(eventId: $id) { index } }'
    expect(await codeOf(viewer, query, { id: 'aud_none' })).toBe('NOT_FOUND')
    const { viewer: stranger } = await viewerWithEvents(1)
    expect(await codeOf(stranger, query, { id: auditEvents.nodes[0]?.id })).toBe('NOT_FOUND')
  })

  test('that a log continues an earlier checkpoint is between the two signed roots', async () => {
    const { viewer, checkpoint: earlier } = await viewerWithEvents(5)
    for (let i = 0; i < 6; i++) await audit.record(viewer)
    const later = await audit.sealed(viewer, 11)
    const query = `query ($from: Int!, $to: Int!) { auditConsistency(from: $from, to: $to) {
      from to path fromRootHash toRootHash } }`
    const { auditConsistency } = await audit.must<{ auditConsistency: Record<string, unknown> }>(viewer, query, {
      from: earlier.size,
      to: later.size,
    })
    expect(auditConsistency).toMatchObject({
      from: 5,
      to: 11,
      fromRootHash: earlier.rootHash,
      toRootHash: later.rootHash,
    })
    for (const [from, to] of [
      [0, 11],
      [11, 5],
      [1, 12],
    ])
      expect(await codeOf(viewer, query, { from, to })).toBe('BAD_USER_INPUT')
  })
})
