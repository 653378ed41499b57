import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { ClientError } from '@graphmemory/errors/client-error.ts'

/** One of the settings of argon2id, the library's default, that OWASP's Password Storage Cheat Sheet holds equal. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/**
 * Hashes and checks passwords with argon2id, a bounded number at once: each takes 19 MiB and a core for tens of
 * milliseconds. Beyond the bound callers wait, beyond the queue they are refused with `UNAVAILABLE`.
 */
export type PasswordHasher = {
  hash(password: string): Promise<string>
  /** Whether the password is right. Without a hash it is not, and finding that out takes as long. */
  verify(password: string, hash: string | null): Promise<boolean>
}

export async function createPasswordHasher(atOnce = 2, maxWaiting = 100): Promise<PasswordHasher> {
  const nobodys = await hash(randomBytes(32), parameters)
  const waiting: (() => void)[] = []
  let running = 0

  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (waiting.length >= maxWaiting) throw new ClientError('UNAVAILABLE', 'Too many sign-ins at once; try again')
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }

  return {
    hash: (password) => inTurn(() => hash(password, parameters)),
    verify: (password, kept) =>
      inTurn(async () => (await verify(kept ?? nobodys, password, parameters)) && kept !== null),
  }
}
