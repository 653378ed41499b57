import { z } from 'zod'
import { environment, readConfig as read, readConfigs, type Env } from '@graphmemory/service/read-config.ts'
import type { Environment } from '@graphmemory/service/resources.ts'
import { keyEncryptionKeys } from '@graphmemory/sealing/key-encryption-keys.ts'
import type { KeyEncryptionKey } from '@graphmemory/sealing/key-ring.ts'

const secretBytes = 32

const pepper = z.base64().transform((text, context) => {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length >= secretBytes) return bytes
  context.addIssue({ code: 'custom', message: `must be base64 of at least ${secretBytes} random bytes` })
  return z.NEVER
})

const settings = z.object({
  GM_ENV: environment,
  TOKEN_ISSUER: z.string().default('graphmemory'),
  TOKEN_AUDIENCE: z.string().default('graphmemory'),
})

const secrets = z
  .object({ GM_ENV: environment, KEY_ENCRYPTION_KEYS: keyEncryptionKeys, API_KEY_PEPPER: pepper })
  .superRefine((env, context) => {
    if (env.GM_ENV === 'development') return
    const refuse = (name: string) => context.addIssue({ code: 'custom', path: [name], message: 'is not random' })
    const isBlank = (bytes: Buffer) => new Set(bytes).size < 8
    if (env.KEY_ENCRYPTION_KEYS.some(({ key }) => isBlank(key))) refuse('KEY_ENCRYPTION_KEYS')
    if (isBlank(env.API_KEY_PEPPER)) refuse('API_KEY_PEPPER')
  })

const mail = z
  .object({
    GM_ENV: environment,
    PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    MAIL_FROM: z.string().optional(),
  })
  .superRefine((env, context) => {
    const refuse = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message })
    if (env.SMTP_URL !== undefined && env.MAIL_FROM === undefined) refuse('MAIL_FROM', 'is needed to send mail')
    if (env.GM_ENV === 'development') return
    if (env.SMTP_URL === undefined) refuse('SMTP_URL', `${env.GM_ENV} has no development mailbox: set where mail goes`)
    if (env.PUBLIC_URL === undefined) refuse('PUBLIC_URL', 'is where the links in mails lead: set it')
    if (env.GM_ENV === 'production' && env.PUBLIC_URL?.startsWith('http:') === true)
      refuse('PUBLIC_URL', 'must be https in production')
  })

export type TenantAuthConfig = {
  readonly environment: Environment
  /** `iss` and `aud` of the access tokens. */
  readonly issuer: string
  readonly audience: string
  /** Where people reach GraphMemory, without a slash at the end. */
  readonly publicUrl: string
  readonly keyEncryptionKeys: readonly [KeyEncryptionKey, ...KeyEncryptionKey[]]
  readonly apiKeyPepper: Buffer
  /** How mail leaves; `null` keeps it in the development mailbox. */
  readonly smtp: { readonly url: string; readonly from: string } | null
}

/** The environment of this process. */
export const processEnv = (): Env => process.env

/** Reads what tenant-auth needs from the environment; throws one `ConfigError` with all problems. */
export function readConfig(env: Env): TenantAuthConfig {
  // Each by itself: a rule over several variables is not looked at where one of its own is wrong, and must not hide others'.
  const [given, secret, mailing] = readConfigs(
    [(all) => read(settings, all), (all) => read(secrets, all), (all) => read(mail, all)],
    env,
  )
  return {
    environment: given.GM_ENV,
    issuer: given.TOKEN_ISSUER,
    audience: given.TOKEN_AUDIENCE,
    publicUrl: (mailing.PUBLIC_URL ?? 'http://127.0.0.1:4000').replace(/\/$/, ''),
    keyEncryptionKeys: secret.KEY_ENCRYPTION_KEYS,
    apiKeyPepper: secret.API_KEY_PEPPER,
    smtp:
      mailing.SMTP_URL === undefined || mailing.MAIL_FROM === undefined
        ? null
        : { url: mailing.SMTP_URL, from: mailing.MAIL_FROM },
  }
}
