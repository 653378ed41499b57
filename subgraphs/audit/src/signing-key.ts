import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import type { Database, Em } from '@graphmemory/database/database.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import type { KeyRing } from '@graphmemory/sealing/key-ring.ts'
import type { LogSigner } from './checkpoint-note.ts'

type KeyRow = { readonly id: string; readonly private_key_sealed: string }

const purposeOf = (keyId: string) => `audit-signing-key:${keyId}`

/** The signer that is active now. The first process to ask makes it; the others find it. */
export async function openSigner(database: Database, keyRing: KeyRing): Promise<LogSigner> {
  const { id, private_key_sealed } = await database.withRole('gm_audit_sequencer', async (em) => {
    const active = await readActive(em)
    if (active !== undefined) return active
    await insertKey(em, keyRing)
    const made = await readActive(em)
    if (made === undefined) throw new Error('no signing key could be made')
    return made
  })
  const der = Buffer.from(keyRing.open(private_key_sealed, purposeOf(id)), 'base64')
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  return { publicKey: rawPublicKey(createPublicKey(privateKey)), sign: (text) => sign(null, text, privateKey) }
}

async function readActive(em: Em): Promise<KeyRow | undefined> {
  const rows = await em.execute<KeyRow[]>(
    'select id, private_key_sealed from audit.signing_key where retired_at is null',
  )
  return rows[0]
}

async function insertKey(em: Em, keyRing: KeyRing): Promise<void> {
  const id = newId('alk')
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const der = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
  await em.execute(
    `insert into audit.signing_key (id, public_key, private_key_sealed) values (?, ?, ?) on conflict do nothing`,
    [id, rawPublicKey(publicKey), keyRing.seal(der, purposeOf(id))],
    'run',
  )
}

function rawPublicKey(key: KeyObject): Buffer {
  const { x } = key.export({ format: 'jwk' })
  if (x === undefined) throw new TypeError('not an Ed25519 key')
  return Buffer.from(x, 'base64url')
}
