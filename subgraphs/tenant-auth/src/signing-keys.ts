import { exportJWK, exportPKCS8, generateKeyPair, importPKCS8, type CryptoKey, type JWK } from 'jose'
import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Database, Em } from '@graphmemory/database/database.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { sealedUnder, type KeyRing } from '@graphmemory/sealing/key-ring.ts'

/** How long a key is published before it signs: longer than any verifier keeps a key set. */
const publishMs = 5 * 60_000
/** How long a key that no longer signs is verified with: longer than any access token lives. */
const retireMs = 20 * 60_000
/** How old an active key may become. */
const maxAgeMs = 30 * 24 * 60 * 60_000
/** How long a process signs with the key that it has read. */
const rereadMs = 30_000

export type SigningKey = { readonly id: string; readonly privateKey: CryptoKey }

/**
 * The keys that access tokens are signed with: `next` (published, not yet used) → `active` (signs) → `retiring` (still
 * verified with) → `retired` (its private part is gone). There is one `next` and one `active`, whoever rotates at once.
 */
export type SigningKeys = {
  /** The key that signs now; another process's rotation is noticed within half a minute. */
  active(): Promise<SigningKey>
  /** The public keys to verify with, the one to come included. */
  publicKeys(): Promise<{ readonly keys: readonly JWK[] }>
  /** Makes `next` the active key. Throws `CONFLICT` while `next` has not been published for long enough. */
  rotate(identity: Identity): Promise<{ readonly activeKeyId: string }>
  /** Rotates a key that is old, retires what may be, and seals anew what an old key-encryption key holds. */
  maintain(identity: Identity): Promise<void>
}

type Row = {
  id: string
  state: 'next' | 'active' | 'retiring' | 'retired'
  publicJwk: JWK
  privateSealed: string | null
  age: number
}

export async function openSigningKeys(
  database: Database,
  keyRing: KeyRing,
  identity: Identity,
  now: () => number = Date.now,
): Promise<SigningKeys> {
  const door = <T>(work: (em: Em) => Promise<T>) => database.withRole('gm_auth_keys', work)
  let cached: { readonly key: SigningKey; readonly readAt: number } | undefined

  const signingKeys: SigningKeys = {
    async active() {
      if (cached !== undefined && now() - cached.readAt < rereadMs) return cached.key
      const [row] = await door((em) => read(em, 'active'))
      if (row?.privateSealed == null) throw new Error('there is no active signing key')
      const pem = keyRing.open(row.privateSealed, purposeOf(row.id))
      const key = { id: row.id, privateKey: await importPKCS8(pem, 'EdDSA') }
      cached = { key, readAt: now() }
      return key
    },
    async publicKeys() {
      const rows = await door((em) => read(em, 'active', 'next', 'retiring'))
      return { keys: rows.map(({ publicJwk }) => publicJwk) }
    },
    async rotate(by) {
      const made = await makeKey(keyRing)
      const activeKeyId = await door(async (em) => {
        await recordAudit(em, by, { type: 'security_event', action: 'signing_key.rotate' })
        return advance(em, made)
      })
      cached = undefined
      return { activeKeyId }
    },
    async maintain(by) {
      const made = await makeKey(keyRing)
      await door(async (em) => {
        await lock(em)
        const rows = await read(em, 'active', 'next', 'retiring')
        const isOld = rows.some(({ state, age }) => state === 'active' && age > maxAgeMs)
        const spent = rows.filter(({ state, age }) => state === 'retiring' && age > retireMs)
        const toReseal = rows.filter(
          ({ privateSealed }) => privateSealed !== null && sealedUnder(privateSealed) !== keyRing.version,
        )
        if (!isOld && spent.length === 0 && toReseal.length === 0) return
        await recordAudit(em, by, {
          type: 'security_event',
          action: 'signing_key.maintain',
          details: { rotated: isOld, retired: spent.length, resealed: toReseal.length },
        })
        for (const { id } of spent) {
          await em.execute(
            `update auth.signing_key set state = 'retired', private_sealed = null, retired_at = now() where id = ?`,
            [id],
          )
        }
        for (const { id, privateSealed } of toReseal) {
          if (privateSealed === null) continue
          const sealed = keyRing.seal(keyRing.open(privateSealed, purposeOf(id)), purposeOf(id))
          await em.execute(
            'update auth.signing_key set private_sealed = ? where id = ? and private_sealed is not null',
            [sealed, id],
          )
        }
        if (isOld) await advance(em, made)
      })
      cached = undefined
    },
  }
  await ensureKeys(door, keyRing, identity)
  return signingKeys
}

type MadeKey = { readonly id: string; readonly publicJwk: JWK; readonly privateSealed: string }

async function makeKey(keyRing: KeyRing): Promise<MadeKey> {
  const id = newId('sig')
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true })
  return {
    id,
    publicJwk: { ...(await exportJWK(publicKey)), kid: id, alg: 'EdDSA', use: 'sig' },
    privateSealed: keyRing.seal(await exportPKCS8(privateKey), purposeOf(id)),
  }
}

/** The first start: a key to sign with and one to come. Of several processes that start at once, one makes them. */
async function ensureKeys(
  door: <T>(work: (em: Em) => Promise<T>) => Promise<T>,
  keyRing: KeyRing,
  identity: Identity,
): Promise<void> {
  const [active, next] = await Promise.all([makeKey(keyRing), makeKey(keyRing)])
  await door(async (em) => {
    await lock(em)
    const known = await read(em, 'active', 'next')
    if (known.length === 2) return
    await recordAudit(em, identity, { type: 'security_event', action: 'signing_key.create' })
    if (!known.some(({ state }) => state === 'active')) await insert(em, active, 'active')
    if (!known.some(({ state }) => state === 'next')) await insert(em, next, 'next')
  })
}

async function advance(em: Em, made: MadeKey): Promise<string> {
  await lock(em)
  const [next] = await read(em, 'next')
  if (next === undefined) throw new Error('there is no next signing key')
  if (next.age < publishMs)
    throw new ClientError('CONFLICT', 'The next key has not been published for long enough to sign with')
  await em.execute(`update auth.signing_key set state = 'retiring', retiring_at = now() where state = 'active'`)
  await em.execute(`update auth.signing_key set state = 'active', activated_at = now() where id = ?`, [next.id])
  await insert(em, made, 'next')
  return next.id
}

/** Rotations wait for each other. */
const lock = (em: Em) => em.execute(`select pg_advisory_xact_lock(hashtext('auth.signing_key'))`)

const insert = (em: Em, { id, publicJwk, privateSealed }: MadeKey, state: 'next' | 'active') =>
  em.execute(
    `insert into auth.signing_key (id, state, public_jwk, private_sealed, activated_at)
      values (?, ?, ?::jsonb, ?, case when ? = 'active' then now() end)`,
    [id, state, JSON.stringify(publicJwk), privateSealed, state],
  )

/** The keys in these states; `age` is how long a key has been in its own, in milliseconds. */
const read = (em: Em, ...states: Row['state'][]) =>
  em.execute<Row[]>(
    `select id, state, public_jwk as "publicJwk", private_sealed as "privateSealed",
      (1000 * extract(epoch from now() - coalesce(retiring_at, activated_at, created_at)))::float8 as age
      from auth.signing_key where state in (?) order by created_at`,
    [states],
  )

const purposeOf = (keyId: string) => `signing-key:${keyId}`
