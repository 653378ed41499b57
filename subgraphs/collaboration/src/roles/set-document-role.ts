import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Em } from '@graphmemory/database/database.ts'
import { isStorable } from '@graphmemory/database/is-storable.ts'
import { badInput, ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import type { DocumentRow } from '../document-row.ts'
import { documentOf } from '../enter-document.ts'
import type { SetDocumentRoleInput } from '../schema.generated.ts'
import type { RoleRule } from './document-roles.ts'

const maxRules = 500
const maxIdLength = 64

/** Says what somebody, or everybody else, may at most do with a document; open streams hear of it at once. */
export async function setDocumentRole(
  context: Context,
  { documentId, userId, apiKeyId, role = null }: SetDocumentRoleInput,
): Promise<{ document: DocumentRow }> {
  const { collaboration, viewer } = context
  const subject = subjectOf(userId ?? null, apiKeyId ?? null)
  const document = await documentOf(context, documentId)
  await collaboration.database.withTenant(viewer, async (em) => {
    await recordAudit(em, viewer, {
      type: 'permission_change',
      action: 'document.set_role',
      resource: { type: 'document', id: documentId },
      details: { subjectKind: subject.kind, subjectId: subject.id, role },
    })
    await writeRule(em, document, subject, role)
  })
  await collaboration.roleWatches.tell(document.tenantId, documentId)
  return { document }
}

async function writeRule(
  em: Em,
  { id, tenantId }: DocumentRow,
  { kind, id: actorId }: Pick<RoleRule, 'kind' | 'id'>,
  role: RoleRule['role'] | null,
): Promise<void> {
  if (role === null) {
    const where = 'document_id = ? and actor_kind = ? and actor_id = ?'
    await em.execute(`delete from collab.role where ${where}`, [id, kind, actorId], 'run')
    return
  }
  const written = await em.execute<object[]>(
    `insert into collab.role (tenant_id, document_id, actor_kind, actor_id, role)
     select ?, ?, ?, ?, ? where (select count(*) from collab.role where document_id = ?) < ?
     on conflict (document_id, actor_kind, actor_id) do update set role = excluded.role, set_at = now()
     returning role`,
    [tenantId, id, kind, actorId, role, id, maxRules],
  )
  if (written.length === 0) throw new ClientError('CONFLICT', `A document has at most ${maxRules} rules`)
}

function subjectOf(userId: string | null, apiKeyId: string | null): Pick<RoleRule, 'kind' | 'id'> {
  if (userId !== null && apiKeyId !== null) throw badInput('apiKeyId', 'A role is a person’s or a key’s, not both')
  const id = userId ?? apiKeyId
  if (id === null) return { kind: '*', id: '*' }
  if (id === '' || id.length > maxIdLength || !isStorable(id))
    throw badInput(userId === null ? 'apiKeyId' : 'userId', 'Not an id')
  return { kind: userId === null ? 'apiKey' : 'user', id }
}
