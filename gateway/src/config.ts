import { z } from 'zod'
import {
  environment,
  flag,
  list,
  readConfig as read,
  readConfigs,
  whole,
  type Env,
} from '@graphmemory/service/read-config.ts'
import type { CapLimits } from './edge/caps.ts'

const shape = z.object({
  GM_ENV: environment,
  HOST: z.string().default('127.0.0.1'),
  PORT: whole(0, 65_535).default(4000),
  /** Addresses or networks of proxies whose `X-Forwarded-*` is believed. */
  TRUST_PROXY: list.optional(),
  RATE_ANONYMOUS_PER_MINUTE: whole(1, 1_000_000).optional(),
  RATE_TENANT_PER_MINUTE: whole(1, 10_000_000).optional(),
  OPERATION_MAX_COST: whole(1, 10_000_000).default(10_000),
  COST_PER_MINUTE: whole(20, 1_000_000_000).optional(),
  /** A JSON file of operations that clients may name by their SHA-256. */
  TRUSTED_DOCUMENTS: z.string().optional(),
  ONLY_TRUSTED_DOCUMENTS: flag.default(false),
  CONNECTIONS_PER_CALLER: whole(1, 1_000_000).default(100),
  CONNECTIONS_PER_TENANT: whole(1, 1_000_000).default(2_000),
  CONNECTIONS_PER_ADDRESS: whole(1, 1_000_000).default(1_000),
  OPERATIONS_PER_SOCKET: whole(1, 10_000).default(100),
  SUBSCRIPTIONS_PER_CALLER: whole(1, 1_000_000).default(500),
  SUBSCRIPTIONS_PER_TENANT: whole(1, 1_000_000).default(10_000),
  SUBSCRIPTIONS_PER_ADDRESS: whole(1, 1_000_000).default(5_000),
})

/** Who may reach it. */
const reach = z
  .object({
    GM_ENV: environment,
    /** Origins whose pages may call, or `*`. */
    CORS_ORIGINS: list.optional(),
    /** Names that this server is reached by; any other `Host` is refused. */
    TRUSTED_HOSTS: list.optional(),
  })
  .superRefine((env, context) => {
    if (env.GM_ENV !== 'production') return
    const refuse = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message })
    if (env.CORS_ORIGINS === undefined)
      refuse('CORS_ORIGINS', 'production needs the list of origins (an empty one is `none`)')
    if (env.CORS_ORIGINS?.includes('*')) refuse('CORS_ORIGINS', 'production may not be open to every origin')
    if (env.TRUSTED_HOSTS === undefined) refuse('TRUSTED_HOSTS', 'production needs the names it is reached by')
  })

export type GatewayConfig = {
  readonly environment: 'development' | 'staging' | 'production'
  readonly host: string
  readonly port: number
  readonly corsOrigins: readonly string[]
  readonly trustedHosts: readonly string[] | undefined
  readonly trustProxy: readonly string[]
  readonly requireHttps: boolean
  /** Whether clients may read the schema and get hints at names. */
  readonly showSchema: boolean
  readonly anonymous: { readonly perMinute: number; readonly burst: number }
  readonly tenant: { readonly perMinute: number; readonly burst: number }
  /** Objects that one operation, and all of a tenant in a minute, may be answered with. */
  readonly maxCost: number
  readonly costPerMinute: number
  readonly trustedDocuments: { readonly file: string | undefined; readonly onlyTrusted: boolean }
  /** How many sockets may be open at once, and how many subscriptions over whatever transport. */
  readonly connections: CapLimits
  readonly subscriptions: CapLimits
  /** How many operations, subscriptions among them, may run at once on one socket. */
  readonly operationsPerSocket: number
}

/** Reads what the gateway needs from the environment; throws one `ConfigError` with all problems. */
export function readConfig(env: Env): GatewayConfig {
  const [given, from] = readConfigs([(all) => read(shape, all), (all) => read(reach, all)], env)
  const factor = given.GM_ENV === 'development' ? 10 : 1
  const anonymous = (given.RATE_ANONYMOUS_PER_MINUTE ?? 60) * factor
  const tenant = (given.RATE_TENANT_PER_MINUTE ?? 6_000) * factor
  return {
    environment: given.GM_ENV,
    host: given.HOST,
    port: given.PORT,
    corsOrigins: (from.CORS_ORIGINS ?? (given.GM_ENV === 'development' ? ['*'] : [])).filter((o) => o !== 'none'),
    trustedHosts: from.TRUSTED_HOSTS,
    trustProxy: given.TRUST_PROXY ?? [],
    requireHttps: given.GM_ENV === 'production',
    showSchema: given.GM_ENV !== 'production',
    anonymous: { perMinute: anonymous, burst: Math.ceil(anonymous / 3) },
    tenant: { perMinute: tenant, burst: Math.ceil(tenant / 3) },
    maxCost: given.OPERATION_MAX_COST,
    costPerMinute: (given.COST_PER_MINUTE ?? 1_000_000) * factor,
    trustedDocuments: { file: given.TRUSTED_DOCUMENTS, onlyTrusted: given.ONLY_TRUSTED_DOCUMENTS },
    connections: {
      caller: given.CONNECTIONS_PER_CALLER,
      tenant: given.CONNECTIONS_PER_TENANT,
      address: given.CONNECTIONS_PER_ADDRESS,
    },
    subscriptions: {
      caller: given.SUBSCRIPTIONS_PER_CALLER,
      tenant: given.SUBSCRIPTIONS_PER_TENANT,
      address: given.SUBSCRIPTIONS_PER_ADDRESS,
    },
    operationsPerSocket: given.OPERATIONS_PER_SOCKET,
  }
}

/** Apollo's gateway reports its use to its maker unless this is set before it is made. */
export function silenceVendorTelemetry(): void {
  process.env['APOLLO_TELEMETRY_DISABLED'] = '1'
}

/** The environment of this process, for its entry point. */
export const processEnv = (): Env => process.env
