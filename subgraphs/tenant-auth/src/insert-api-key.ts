import type { Em } from '@graphmemory/database/database.ts'
import type { ActingMember } from './acting-member.ts'
import { digestOfSecret, hintOf, keptHash } from './api-key-secret.ts'
import type { TenantAuthConfig } from './config.ts'
import type { ApiKey } from './entities.ts'

type NewApiKey = {
  readonly id: string
  readonly actor: ActingMember
  readonly name: string
  readonly scopes: string[]
  readonly expiresAt: Date | null
  readonly secret: string
}

/** Keeps a new key, by what cannot be turned back into its secret. */
export async function insertApiKey(em: Em, { apiKeyPepper }: TenantAuthConfig, made: NewApiKey): Promise<ApiKey> {
  const { id, actor, name, scopes, expiresAt, secret } = made
  const key: ApiKey = {
    id,
    tenantId: actor.tenantId,
    name,
    hint: hintOf(secret),
    scopes,
    createdBy: actor.userId,
    createdAt: new Date(),
    expiresAt,
    revokedAt: null,
    lastUsedAt: null,
    replacedById: null,
  }
  await em.execute(
    `insert into auth.api_key (id, tenant_id, name, hint, secret_hash, scopes, created_by, created_at, expires_at)
      values (?, ?, ?, ?, ?, array(select jsonb_array_elements_text(?::jsonb)), ?, ?, ?)`,
    [
      id,
      key.tenantId,
      name,
      key.hint,
      keptHash(digestOfSecret(secret), apiKeyPepper),
      JSON.stringify(scopes),
      key.createdBy,
      key.createdAt,
      expiresAt,
    ],
    'run',
  )
  return key
}
