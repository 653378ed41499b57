import { createHash, createHmac } from 'node:crypto'
import { newSecretToken } from './secret-token.ts'

const prefix = 'gm_live_'

/** A new secret of an API key. The prefix lets people and scanners recognise one that leaked. */
export const newApiKeySecret = (): string => prefix + newSecretToken()

/** The digest by which a secret travels between our services: who sees it cannot call with it. */
export const digestOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

/** What is kept of a secret: whoever has the table, and not the pepper, can check no guess. */
export const keptHash = (digest: string, pepper: Buffer): string =>
  createHmac('sha256', pepper).update(digest).digest('base64url')

/** What tells keys apart in a list. */
export const hintOf = (secret: string): string => secret.slice(-4)
