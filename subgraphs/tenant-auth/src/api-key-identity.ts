import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { effectiveScopes } from './api-key-scopes.ts'
import { keptHash } from './api-key-secret.ts'
import type { Context } from './context.ts'
import type { QueryApiKeyIdentityArgs } from './schema.generated.ts'
import { roleOf } from './roles.ts'

type Found = {
  apiKeyId: string
  tenantId: string
  scopes: string[]
  creatorRole: string
  /** Whether its use has not been noted for a minute. */
  isDue: boolean
}

/**
 * What stands behind a presented key now, or null where it was revoked, has lapsed, or its creator has left: a key never
 * does more than its creator may. Its use is noted once a minute.
 */
export async function apiKeyIdentity(context: Context, { secretHash }: QueryApiKeyIdentityArgs) {
  const { viewer, throughLogin, config } = context
  return throughLogin(async (em) => {
    const [found] = await em.execute<Found[]>(
      `select k.id as "apiKeyId", k.tenant_id as "tenantId", k.scopes, m.role as "creatorRole",
        coalesce(k.last_used_at < now() - interval '1 minute', true) as "isDue"
        from auth.api_key k
        join auth.membership m on m.tenant_id = k.tenant_id and m.user_id = k.created_by and m.ended_at is null
        where k.secret_hash = ? and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`,
      [keptHash(secretHash, config.apiKeyPepper)],
    )
    if (found === undefined) return null
    const { apiKeyId, tenantId, scopes, creatorRole, isDue } = found
    if (isDue) {
      await recordAudit(em, viewer, {
        type: 'authentication',
        action: 'api_key.use',
        actor: { kind: 'apiKey', id: apiKeyId },
        tenantId,
        resource: { type: 'apiKey', id: apiKeyId },
      })
      await em.execute('update auth.api_key set last_used_at = now() where id = ?', [apiKeyId])
    }
    return { apiKeyId, tenantId, scopes: effectiveScopes(scopes, roleOf(creatorRole)) }
  })
}
