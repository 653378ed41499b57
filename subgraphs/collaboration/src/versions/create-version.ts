import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { badInput, ClientError } from '@graphmemory/errors/client-error.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { knownActor } from '../actor-kinds.ts'
import type { Context } from '../context.ts'
import { demandRole } from '../roles/demand-role.ts'
import { documentOf, lookAt } from '../enter-document.ts'
import type { CreateDocumentVersionInput } from '../schema.generated.ts'
import { tellVersion } from './tell-version.ts'
import { toVersion, versionColumns, type StoredVersion, type VersionRow } from './version-rows.ts'

const maxNameLength = 200

/** Keeps what the document holds now, durably, under a name. */
export async function createDocumentVersion(
  context: Context,
  { documentId, name: given }: CreateDocumentVersionInput,
): Promise<{ version: VersionRow }> {
  const { collaboration, viewer } = context
  const name = given.trim()
  if (name.length === 0 || name.length > maxNameLength)
    throw badInput('name', `A version's name has 1 to ${maxNameLength} characters`)
  const document = await documentOf(context, documentId)
  await demandRole(context, documentId, 'EDITOR')
  const { seq, update } = await lookAt(context, document, (room) => room.state())
  const id = newId('ver')
  const actor = knownActor(viewer)
  const kept = await collaboration.database.withTenant(viewer, async (em) => {
    await recordAudit(em, viewer, {
      type: 'collaboration',
      action: 'document_version.create',
      resource: { type: 'document_version', id },
      details: { documentId, epoch: document.epoch, seq, name },
    })
    const [row] = await em.execute<StoredVersion[]>(
      `insert into collab.version (id, tenant_id, document_id, epoch, seq, name, actor_kind, actor_id, state)
       select ?, tenant_id, id, epoch, ?, ?, ?, ?, decode(?, 'base64') from collab.document
       where id = ? and epoch = ?
         and (select count(*) from collab.version v where v.document_id = ? and v.name is not null) < ?
       returning ${versionColumns}`,
      [
        id,
        seq,
        name,
        actor.kind,
        actor.id,
        Buffer.from(update).toString('base64'),
        documentId,
        document.epoch,
        documentId,
        collaboration.limits.namedVersionsPerDocument,
      ],
    )
    if (row === undefined) throw new ClientError('CONFLICT', 'The document has as many named versions as it may have')
    return { version: toVersion(row), told: await tellVersion(em, documentId, actor, 'VERSION_NAMED', id) }
  })
  collaboration.activityNews.tell(document.tenantId, kept.told)
  return { version: kept.version }
}
