import { RateLimiterRes } from 'rate-limiter-flexible'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { createMemoryLimitStore, type Limiter, type LimitStore } from './limit-store.ts'

/** How many requests a caller may make: in a minute, and at once within ten seconds. */
export type Allowance = { readonly perMinute: number; readonly burst: number }

export type Taken = {
  readonly isAllowed: boolean
  readonly limit: number
  readonly remaining: number
  /** Until the window that is closest to its end opens again. */
  readonly resetMs: number
}

/** Counts requests of anonymous callers by address, of everybody else by tenant. */
export type RateLimits = {
  take(caller: Identity | { readonly ip: string }): Promise<Taken>
  /** Counts the objects that an operation may answer with. */
  spend(caller: Identity, cost: number): Promise<Taken>
}

export type RateLimitOptions = {
  readonly anonymous: Allowance
  readonly tenant: Allowance
  /** Objects a minute that a tenant may be answered with; an anonymous caller a twentieth of it. */
  readonly costPerMinute: number
}

export function createRateLimits(options: RateLimitOptions, store: LimitStore = createMemoryLimitStore()): RateLimits {
  const anonymous = createWindows(store, 'anonymous', options.anonymous)
  const tenant = createWindows(store, 'tenant', options.tenant)
  const { costPerMinute } = options
  const tenantCost = store.limiter({ keyPrefix: 'tenant:cost', points: costPerMinute, duration: 60 })
  const anonymousCost = store.limiter({ keyPrefix: 'anonymous:cost', points: costPerMinute / 20, duration: 60 })
  return {
    spend: async (caller, cost) => {
      const key = keyOf(caller)
      const { isAllowed, state } = await consume(key.isTenant ? tenantCost : anonymousCost, key.of, cost)
      return { isAllowed, limit: costPerMinute, remaining: state.remainingPoints, resetMs: state.msBeforeNext }
    },
    take: (caller) => {
      const key = keyOf(caller)
      return key.isTenant ? tenant(key.of) : anonymous(key.of)
    },
  }
}

function keyOf(caller: Identity | { readonly ip: string }): { readonly of: string; readonly isTenant: boolean } {
  if (!('kind' in caller)) return { of: network(caller.ip), isTenant: false }
  switch (caller.kind) {
    case 'anonymous':
      return { of: network(caller.request.ip ?? ''), isTenant: false }
    case 'user':
      return { of: caller.tenantId ?? caller.userId, isTenant: true }
    case 'apiKey':
      return { of: caller.tenantId, isTenant: true }
    case 'service':
      return { of: caller.tenantId ?? caller.service, isTenant: true }
  }
}

/** The network that one subscriber of the internet has: an IPv4 address, or the first 64 bits of an IPv6 address. */
function network(ip: string): string {
  if (!ip.includes(':') || ip.includes('.')) return ip
  const [head = '', tail = ''] = ip.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  return [...left, ...zeros, ...right].slice(0, 4).join(':')
}

function createWindows(
  store: LimitStore,
  keyPrefix: string,
  { perMinute, burst }: Allowance,
): (key: string) => Promise<Taken> {
  const minute = store.limiter({ keyPrefix: `${keyPrefix}:minute`, points: perMinute, duration: 60 })
  const short = store.limiter({ keyPrefix: `${keyPrefix}:burst`, points: burst, duration: 10 })
  return async (key) => {
    const [long, quick] = await Promise.all([consume(minute, key), consume(short, key)])
    const isAllowed = long.isAllowed && quick.isAllowed
    const tightest =
      long.isAllowed && (!quick.isAllowed || quick.state.remainingPoints < long.state.remainingPoints) ? quick : long
    return {
      isAllowed,
      limit: perMinute,
      remaining: tightest.state.remainingPoints,
      resetMs: tightest.state.msBeforeNext,
    }
  }
}

async function consume(
  limiter: Limiter,
  key: string,
  points = 1,
): Promise<{ isAllowed: boolean; state: RateLimiterRes }> {
  try {
    return { isAllowed: true, state: await limiter.consume(key, points) }
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return { isAllowed: false, state: refusal }
    throw refusal
  }
}
