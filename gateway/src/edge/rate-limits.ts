import type { Identity } from '@graphmemory/identity/identity.ts'
import { createMemoryLimitStore, type LimitStore, type Spent } from './limit-store.ts'

/** How many requests a caller may make: a minute, and at once where none were made for a while. */
export type Allowance = { readonly perMinute: number; readonly burst: number }

export type Taken = Spent & { readonly limit: number }

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
  const { costPerMinute } = options
  const anonymous = requests(store, 'anonymous', options.anonymous)
  const tenant = requests(store, 'tenant', options.tenant)
  const anonymousCost = allowance(store, 'anonymous:cost', costPerMinute / 20, costPerMinute / 20)
  const tenantCost = allowance(store, 'tenant:cost', costPerMinute, costPerMinute)
  return {
    take: (caller) => {
      const key = keyOf(caller)
      return (key.isTenant ? tenant : anonymous)(key.of, 1)
    },
    spend: (caller, cost) => {
      const key = keyOf(caller)
      return (key.isTenant ? tenantCost : anonymousCost)(key.of, cost)
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

const requests = (store: LimitStore, name: string, { perMinute, burst }: Allowance) =>
  allowance(store, `${name}:requests`, perMinute, burst)

function allowance(store: LimitStore, name: string, perMinute: number, points: number) {
  const spend = store.bucket({ name, perMinute, points })
  return async (key: string, cost: number): Promise<Taken> => ({ ...(await spend(key, cost)), limit: perMinute })
}
