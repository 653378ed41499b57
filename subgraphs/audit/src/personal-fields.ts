import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { toCanonicalJson, type Leaf, type SealedPersonal } from './leaf.ts'

export type PersonalFields = Readonly<Record<string, string>>

/** The key of one subject: while it exists, his personal fields can be read. */
export type SubjectKey = { readonly id: string; readonly bytes: Buffer }

const tagBytes = 16

/** Seals personal fields into a leaf. The rest of the leaf is authenticated with them: they open in no other. */
export function sealPersonal(leaf: Leaf, personal: PersonalFields, key: SubjectKey): Leaf {
  const nonce = randomBytes(12)
  const header = { key: key.id, nonce: nonce.toString('base64') }
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce)
  cipher.setAAD(authenticated(leaf, header))
  const ciphertext = Buffer.concat([cipher.update(JSON.stringify(personal)), cipher.final(), cipher.getAuthTag()])
  return { ...leaf, personal: { ...header, ciphertext: ciphertext.toString('base64') } }
}

/** Opens what `sealPersonal` sealed. Throws where the leaf or the fields were changed, or the key is another. */
export function openPersonal(leaf: Leaf, sealed: SealedPersonal, key: Buffer): PersonalFields {
  const { ciphertext, ...header } = sealed
  const bytes = Buffer.from(ciphertext, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(header.nonce, 'base64'), {
    authTagLength: tagBytes,
  })
  decipher.setAAD(authenticated(leaf, header))
  decipher.setAuthTag(bytes.subarray(-tagBytes))
  const text = Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]).toString('utf8')
  return JSON.parse(text) as PersonalFields
}

const authenticated = (leaf: Leaf, header: Omit<SealedPersonal, 'ciphertext'>) =>
  Buffer.from(toCanonicalJson({ ...leaf, personal: header }))
