import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { actingMember } from './acting-member.ts'
import { checkScopes } from './api-key-scopes.ts'
import { newApiKeySecret } from './api-key-secret.ts'
import type { Context } from './context.ts'
import type { ApiKey } from './entities.ts'
import { insertApiKey } from './insert-api-key.ts'
import type { CreateApiKeyInput } from './schema.generated.ts'
import { checkName } from './text-input.ts'

/** Creates a key of the caller's tenant. The secret in the answer is the only copy. */
export async function createApiKey(
  { viewer, asViewer, config }: Context,
  input: CreateApiKeyInput,
): Promise<{ apiKey: ApiKey; secret: string }> {
  const name = checkName(input.name)
  const expiresAt = input.expiresAt ?? null
  if (expiresAt !== null && expiresAt.getTime() <= Date.now()) throw badInput('expiresAt', 'This has passed already')
  const id = newId('key')
  const secret = newApiKeySecret()
  const apiKey = await asViewer(async (em) => {
    await recordAudit(em, viewer, {
      type: 'permission_change',
      action: 'api_key.create',
      resource: { type: 'apiKey', id },
      details: { scopes: input.scopes, expiresAt: expiresAt?.toISOString() ?? null },
    })
    const actor = await actingMember(em, viewer, 'create', 'apiKey')
    const scopes = checkScopes(input.scopes, actor.role)
    return insertApiKey(em, config, { id, actor, name, scopes, expiresAt, secret })
  })
  return { apiKey, secret }
}
