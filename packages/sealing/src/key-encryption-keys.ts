import { z } from 'zod'
import type { KeyEncryptionKey } from './key-ring.ts'

const keyBytes = 32

/** The shape of `KEY_ENCRYPTION_KEYS`: `version:base64 of 32 bytes`, separated by commas, the one that seals first. */
export const keyEncryptionKeys = z.string().transform((text, context): [KeyEncryptionKey, ...KeyEncryptionKey[]] => {
  const keys = text.split(',').map((entry) => {
    const [version = '', encoded = ''] = entry.trim().split(':')
    return { version, key: Buffer.from(encoded, 'base64') }
  })
  const [first, ...rest] = keys
  const isRight = keys.every(({ version, key }) => /^[a-z0-9]{1,16}$/.test(version) && key.length === keyBytes)
  const isUnique = new Set(keys.map(({ version }) => version)).size === keys.length
  if (first !== undefined && isRight && isUnique) return [first, ...rest]
  context.addIssue({
    code: 'custom',
    message: 'must be version:base64-of-32-bytes, separated by commas, each version once',
  })
  return z.NEVER
})
