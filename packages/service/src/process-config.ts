import { createPrivateKey } from 'node:crypto'
import type { JSONWebKeySet } from 'jose'
import { z } from 'zod'
import type { ContextSigner } from '@graphmemory/identity/request-context.ts'
import { environment, list, readConfig, whole, type Env } from './read-config.ts'

const json = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' })
    return z.NEVER
  }
})

/** A private Ed25519 key as JWK, with the `kid` by which others know its public half. */
const privateKey = json.pipe(
  z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), kid: z.string(), d: z.string(), x: z.string() }),
)
const publicKeys = json.pipe(
  z.object({
    keys: z.array(z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), kid: z.string(), x: z.string() })),
  }),
)

/** The addresses of the processes of one subgraph, separated by commas. */
const addresses = list.pipe(z.array(z.url()).min(1))

const shape = z.object({
  GM_ENV: environment,
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  HOST: z.string().default('127.0.0.1'),
  PORT: whole(0, 65_535).default(4000),
  DATABASE_POOL: whole(1, 500).default(10),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  CONTEXT_SIGNING_KEY: privateKey.optional(),
  CONTEXT_PUBLIC_KEYS: publicKeys.optional(),
  TOKEN_ISSUER: z.string().default('graphmemory'),
  TOKEN_AUDIENCE: z.string().default('graphmemory'),
  TENANT_AUTH_URL: addresses.optional(),
  MEMORY_GRAPH_URL: addresses.optional(),
  COLLABORATION_URL: addresses.optional(),
  AUDIT_URL: addresses.optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
})

/** What every process of GraphMemory wants to know, whichever parts it runs. */
export type ProcessConfig = ReturnType<typeof readProcessConfig>

export function readProcessConfig(env: Env) {
  return toProcessConfig(readConfig(shape, env))
}

/** What a subgraph in a process of its own wants to know beside: it has no embedded defaults. */
export function readSubgraphProcessConfig(env: Env) {
  const needed = { DATABASE_URL: true, CONTEXT_SIGNING_KEY: true, CONTEXT_PUBLIC_KEYS: true } as const
  const config = readConfig(shape.required(needed), env)
  return {
    ...toProcessConfig(config),
    databaseUrl: config.DATABASE_URL,
    signingKey: config.CONTEXT_SIGNING_KEY,
    trustedKeys: config.CONTEXT_PUBLIC_KEYS satisfies JSONWebKeySet,
  }
}

/** What a gateway in a process of its own wants to know beside: where all subgraphs are. */
export function readGatewayProcessConfig(env: Env) {
  const needed = {
    CONTEXT_SIGNING_KEY: true,
    TENANT_AUTH_URL: true,
    MEMORY_GRAPH_URL: true,
    COLLABORATION_URL: true,
    AUDIT_URL: true,
  } as const
  const config = readConfig(shape.required(needed), env)
  return { ...toProcessConfig(config), signingKey: config.CONTEXT_SIGNING_KEY }
}

function toProcessConfig(config: z.output<typeof shape>) {
  const subgraphUrls: Readonly<Record<string, readonly string[] | undefined>> = {
    'tenant-auth': config.TENANT_AUTH_URL,
    'memory-graph': config.MEMORY_GRAPH_URL,
    collaboration: config.COLLABORATION_URL,
    audit: config.AUDIT_URL,
  }
  return {
    environment: config.GM_ENV,
    logLevel: config.LOG_LEVEL,
    host: config.HOST,
    port: config.PORT,
    databaseUrl: config.DATABASE_URL,
    databasePool: config.DATABASE_POOL,
    redisUrl: config.REDIS_URL,
    signingKey: config.CONTEXT_SIGNING_KEY,
    trustedKeys: config.CONTEXT_PUBLIC_KEYS satisfies JSONWebKeySet | undefined,
    issuer: config.TOKEN_ISSUER,
    audience: config.TOKEN_AUDIENCE,
    subgraphUrls,
    tracing: config.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined,
  }
}

/** The signer of a process that speaks to subgraphs under this name. */
export async function toSigner(issuer: string, key: z.output<typeof privateKey>): Promise<ContextSigner> {
  return { issuer, keyId: key.kid, privateKey: createPrivateKey({ key, format: 'jwk' }) }
}
