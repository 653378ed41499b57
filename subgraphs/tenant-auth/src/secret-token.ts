import { createHash, randomBytes } from 'node:crypto'

/** A new opaque secret of 256 bits, as it is handed out. */
export const newSecretToken = (): string => randomBytes(32).toString('base64url')

/** What is kept of such a secret. It needs no salt and no stretching: 256 random bits cannot be searched. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('base64url')
