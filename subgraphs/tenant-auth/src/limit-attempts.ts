import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { Em } from '@graphmemory/database/database.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'

/**
 * How often something may be tried: some times freely, then after a wait that doubles with each further try. It is
 * forgotten after `forgetMs` without one, so nobody is ever locked out for longer than `maxWaitMs`.
 */
export type AttemptLimit = {
  readonly name: string
  readonly free: number
  readonly waitMs: number
  readonly maxWaitMs: number
  readonly forgetMs: number
}

/** Counts one attempt of a subject. Throws `RATE_LIMITED`, with the time to wait, where it comes too early. */
export async function countAttempt(em: Em, limit: AttemptLimit, subject: string): Promise<void> {
  const key = keyOf(limit, subject)
  const { free, waitMs, maxWaitMs, forgetMs } = limit
  // One statement: however many come at once, each sees the count of those before it.
  const counted = await em.execute<{ count: number }[]>(
    `insert into auth.attempt as a (key, count, last_at, free_at)
      values (?, 1, clock_timestamp(), clock_timestamp())
      on conflict (key) do update set
        count = case when a.last_at < clock_timestamp() - ? * interval '1 ms' then 1 else a.count + 1 end,
        last_at = clock_timestamp(),
        free_at = clock_timestamp() + interval '1 ms' * case
          when a.last_at < clock_timestamp() - ? * interval '1 ms' or a.count + 1 < ?::integer then 0
          else least(?::float8, ?::float8 * power(2, least(a.count + 1 - ?::integer, 40)))
        end
      where a.free_at <= clock_timestamp()
      returning count`,
    [key, forgetMs, forgetMs, free, maxWaitMs, waitMs, free],
  )
  if (counted.length > 0) return
  const [blocked] = await em.execute<{ wait: number }[]>(
    'select (1000 * extract(epoch from free_at - clock_timestamp()))::float8 as wait from auth.attempt where key = ?',
    [key],
  )
  const retryAfterMs = Math.max(1, Math.ceil(blocked?.wait ?? waitMs))
  throw new ClientError('RATE_LIMITED', 'Too many attempts; wait before the next', { retryAfterMs })
}

/** Takes an attempt back: it turned out to be legitimate. */
export async function takeBackAttempt(em: Em, limit: AttemptLimit, subject: string): Promise<void> {
  await em.execute(
    'update auth.attempt set count = greatest(count - 1, 0), free_at = clock_timestamp() where key = ?',
    [keyOf(limit, subject)],
    'run',
  )
}

/** Forgets all attempts of a subject. */
export async function forgetAttempts(em: Em, limit: AttemptLimit, subject: string): Promise<void> {
  await em.execute('delete from auth.attempt where key = ?', [keyOf(limit, subject)], 'run')
}

/** What is taken for one household: an IPv4 address, or the /64 of an IPv6 one, which one person has all of. */
export function networkOf(ip: string | null): string {
  if (ip === null) return 'unknown'
  const address = ip.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.toLowerCase().split('%', 1)[0]?.split('::') ?? []
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups = [...front, ...Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0'), ...back]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

/** Hashed: the table need not say who tried. */
const keyOf = ({ name }: AttemptLimit, subject: string) =>
  createHash('sha256').update(`${name}\0${subject}`).digest('base64url')
