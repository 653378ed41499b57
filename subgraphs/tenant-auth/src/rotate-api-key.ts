import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { badInput, ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { actingMember } from './acting-member.ts'
import { checkScopes } from './api-key-scopes.ts'
import { newApiKeySecret } from './api-key-secret.ts'
import type { Context } from './context.ts'
import { ApiKey } from './entities.ts'
import { insertApiKey } from './insert-api-key.ts'
import type { RotateApiKeyInput } from './schema.generated.ts'

const maxOverlapHours = 168

/**
 * Replaces a key: the new one has its name, scopes and end, and the caller as its creator, who must hold those scopes.
 * The old one works on for the overlap. A key is replaced once: throws `CONFLICT` for a second time and for a dead key.
 */
export async function rotateApiKey(
  { viewer, asViewer, config, identityEvents }: Context,
  input: RotateApiKeyInput,
): Promise<{ apiKey: ApiKey; secret: string }> {
  const overlapHours = input.overlapHours ?? 24
  if (overlapHours < 0 || overlapHours > maxOverlapHours)
    throw badInput('overlapHours', `The overlap is 0 to ${maxOverlapHours} hours`)
  const id = newId('key')
  const secret = newApiKeySecret()
  const apiKey = await asViewer(async (em) => {
    await recordAudit(em, viewer, {
      type: 'permission_change',
      action: 'api_key.rotate',
      resource: { type: 'apiKey', id: input.apiKeyId },
      details: { replacedById: id, overlapHours },
    })
    const actor = await actingMember(em, viewer, 'update', 'apiKey')
    const old = await em.findOne(ApiKey, { id: input.apiKeyId, tenantId: actor.tenantId })
    if (old === null) throw notFound('API key')
    const { name, expiresAt = null } = old
    const scopes = checkScopes(old.scopes, actor.role)
    const made = await insertApiKey(em, config, { id, actor, name, scopes, expiresAt, secret })
    const replaced = await em.execute<object[]>(
      `update auth.api_key set replaced_by_id = ?, expires_at = least(expires_at, now() + ? * interval '1 hour')
        where id = ? and replaced_by_id is null and revoked_at is null and (expires_at is null or expires_at > now())
        returning id`,
      [id, overlapHours, old.id],
    )
    if (replaced.length === 0) throw new ClientError('CONFLICT', 'The key has been replaced, revoked or has lapsed')
    return made
  })
  identityEvents.apiKeyChanged(apiKey.tenantId, input.apiKeyId)
  return { apiKey, secret }
}
