import type { Taken } from './rate-limits.ts'

/** Tells a client what is left of its allowance, and when to come back where nothing is. */
export function rateHeaders({ isAllowed, limit, remaining, resetMs }: Taken): Record<string, string> {
  const seconds = Math.ceil(resetMs / 1_000)
  return {
    'ratelimit-policy': `${limit};w=60`,
    ratelimit: `limit=${limit}, remaining=${Math.max(0, remaining)}, reset=${seconds}`,
    ...(!isAllowed && { 'retry-after': String(seconds) }),
  }
}
