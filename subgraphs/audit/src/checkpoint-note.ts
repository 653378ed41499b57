import { createHash } from 'node:crypto'

/**
 * Checkpoints as signed notes: c2sp.org/tlog-checkpoint over c2sp.org/signed-note with Ed25519. The log's origin is
 * also the name of the key that signs it.
 */
export type LogHead = { readonly origin: string; readonly size: number; readonly rootHash: Uint8Array }

/** Signs for every log; `publicKey` is the raw key of 32 bytes. */
export type LogSigner = { readonly publicKey: Uint8Array; sign(text: Uint8Array): Uint8Array }

export function signCheckpoint({ origin, size, rootHash }: LogHead, signer: LogSigner): string {
  const text = `${origin}\n${size}\n${Buffer.from(rootHash).toString('base64')}\n`
  const signature = Buffer.concat([keyHash(origin, signer.publicKey), signer.sign(Buffer.from(text))])
  return `${text}\n— ${origin} ${signature.toString('base64')}\n`
}

/** What a verifier needs of a key, in one line of text. */
export const toVerifierKey = (origin: string, publicKey: Uint8Array): string =>
  `${origin}+${keyHash(origin, publicKey).toString('hex')}+${typed(publicKey).toString('base64')}`

const ed25519 = 0x01
const typed = (publicKey: Uint8Array) => Buffer.concat([Buffer.from([ed25519]), publicKey])
const keyHash = (name: string, publicKey: Uint8Array) =>
  createHash('sha256').update(`${name}\n`).update(typed(publicKey)).digest().subarray(0, 4)
