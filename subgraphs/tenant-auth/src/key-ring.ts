import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/**
 * Seals secrets that must be kept and read again. AES-256-GCM under a versioned key-encryption key: the first of the
 * ring seals, all of them open, so that a new one is put in front and the old one leaves once nothing is sealed by it.
 */
export type KeyRing = {
  /** The version that seals now. */
  readonly version: string
  /** Returns `version.nonce.ciphertext`. It opens only with the same `purpose`, which names what it is and whose. */
  seal(secret: string, purpose: string): string
  /** Throws where the text was changed, sealed for another purpose, or by a key that is not in the ring. */
  open(sealed: string, purpose: string): string
}

export type KeyEncryptionKey = { readonly version: string; readonly key: Buffer }

const nonceBytes = 12
const tagBytes = 16

export function createKeyRing(keys: readonly [KeyEncryptionKey, ...KeyEncryptionKey[]]): KeyRing {
  const [current] = keys
  const byVersion = new Map(keys.map(({ version, key }) => [version, key]))
  return {
    version: current.version,
    seal(secret, purpose) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce)
      cipher.setAAD(aad(current.version, purpose))
      const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return [current.version, nonce.toString('base64url'), ciphertext.toString('base64url')].join('.')
    },
    open(sealed, purpose) {
      const [version = '', nonce = '', ciphertext = ''] = sealed.split('.')
      const key = byVersion.get(version)
      if (key === undefined) throw new Error(`no key-encryption key "${version}"`)
      const bytes = Buffer.from(ciphertext, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), {
        authTagLength: tagBytes,
      })
      decipher.setAAD(aad(version, purpose))
      decipher.setAuthTag(bytes.subarray(-tagBytes))
      return Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]).toString('utf8')
    },
  }
}

/** The version that a text was sealed under. */
export const sealedUnder = (sealed: string): string => sealed.slice(0, sealed.indexOf('.'))

const aad = (version: string, purpose: string) => Buffer.from(`${version}\0${purpose}`)
