import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import { actingMember } from './acting-member.ts'
import type { Context } from './context.ts'
import { ApiKey } from './entities.ts'
import type { RevokeApiKeyInput } from './schema.generated.ts'

/** Ends a key at once. Throws `CONFLICT` where it was revoked before. */
export async function revokeApiKey(
  { viewer, asViewer, identityEvents }: Context,
  input: RevokeApiKeyInput,
): Promise<{ apiKey: ApiKey }> {
  const apiKey = await asViewer(async (em) => {
    await recordAudit(em, viewer, {
      type: 'permission_change',
      action: 'api_key.revoke',
      resource: { type: 'apiKey', id: input.apiKeyId },
    })
    const { tenantId } = await actingMember(em, viewer, 'delete', 'apiKey')
    const revoked = await em.execute<object[]>(
      'update auth.api_key set revoked_at = now() where id = ? and tenant_id = ? and revoked_at is null returning id',
      [input.apiKeyId, tenantId],
    )
    const key = await em.findOne(ApiKey, { id: input.apiKeyId, tenantId })
    if (key === null) throw notFound('API key')
    if (revoked.length === 0) throw new ClientError('CONFLICT', 'The key was revoked before')
    return key
  })
  identityEvents.apiKeyChanged(apiKey.tenantId, apiKey.id)
  return { apiKey }
}
