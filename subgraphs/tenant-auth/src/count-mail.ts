import type { Em } from '@graphmemory/database/database.ts'
import type { Context } from './context.ts'
import { countAttempt, networkOf } from './limit-attempts.ts'

/**
 * Counts a mail that somebody asks for to an address. Throws `RATE_LIMITED`, whether or not the address has an account.
 * `asker` is whose mails to this address are counted together: a tenant, or the network of a caller who is nobody yet.
 */
export async function countMail(
  em: Em,
  { viewer, limits }: Context,
  email: string,
  asker = networkOf(viewer.request.ip),
): Promise<void> {
  const network = networkOf(viewer.request.ip)
  await countAttempt(em, limits.mail, `${email}\n${asker}`)
  await countAttempt(em, limits.mailFromNetwork, network)
  await countAttempt(em, limits.mailToAddress, email)
}
