import { randomBytes, randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import type { Env } from '@graphmemory/service/read-config.ts'

/**
 * A complete set of new secrets as environment variables: the key with which parts sign identities for each other and its
 * public half, the key that seals other keys, the pepper of API keys.
 */
export async function generateSecrets(): Promise<Record<string, string>> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true })
  const kid = randomUUID()
  return {
    CONTEXT_SIGNING_KEY: JSON.stringify({ ...(await exportJWK(privateKey)), kid }),
    CONTEXT_PUBLIC_KEYS: JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'EdDSA' }] }),
    KEY_ENCRYPTION_KEYS: `v1:${randomBytes(32).toString('base64')}`,
    API_KEY_PEPPER: randomBytes(32).toString('base64'),
  }
}

/** Whether the environment names every secret itself, so that none needs to be generated. */
export const hasOwnSecrets = (env: Env): boolean => secretNames.every((name) => env[name] !== undefined)

const secretNames = ['KEY_ENCRYPTION_KEYS', 'API_KEY_PEPPER']
