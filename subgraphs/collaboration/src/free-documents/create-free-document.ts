import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Em } from '@graphmemory/database/database.ts'
import { isStorable } from '@graphmemory/database/is-storable.ts'
import { badInput, ClientError } from '@graphmemory/errors/client-error.ts'
import { actorOf, tenantOf } from '@graphmemory/identity/identity.ts'
import { authorize } from '@graphmemory/identity/permissions.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import type { Context } from '../context.ts'
import { seedUpdate } from '../document-content.ts'
import type { DocumentRow } from '../document-row.ts'
import { documentOf } from '../enter-document.ts'
import type { CreateFreeDocumentInput } from '../schema.generated.ts'
import { demandSpace } from './demand-space.ts'
import { readTitle } from './read-title.ts'

/** Makes a document of no memory, in a space that the viewer may write to, or for all of the tenant. */
export async function createFreeDocument(
  context: Context,
  { kind, title: given, spaceId = null, idempotencyKey }: CreateFreeDocumentInput,
): Promise<{ document: DocumentRow }> {
  const { collaboration, viewer } = context
  authorize(viewer, 'read', 'document')
  const title = readTitle(given)
  if (kind === 'MEMORY') throw badInput('kind', 'A free document is a note or a board')
  const key = keyOf(context, idempotencyKey ?? null)
  if (spaceId !== null) await demandSpace(context, spaceId)
  const id = await collaboration.database.withTenant(viewer, async (em) => {
    // One at a time, so that a key makes one document, and the limit holds.
    await em.execute('select pg_advisory_xact_lock(hashtext(?))', [`collab.document ${tenantOf(viewer)}`])
    const made = key === null ? undefined : await findByKey(em, key)
    if (made !== undefined) return made
    const most = collaboration.limits.freeDocumentsPerTenant
    const many = await em.execute('select from collab.document where memory_id is null offset ? limit 1', [most - 1])
    if (many.length > 0)
      throw new ClientError('CONFLICT', `A tenant has at most ${most} free documents, deleted ones included`)
    const documentId = newId('doc')
    await recordAudit(em, viewer, {
      type: 'collaboration',
      action: 'document.create',
      resource: { type: 'document', id: documentId },
      details: { kind, title, spaceId },
    })
    await em.execute(
      `insert into collab.document (id, tenant_id, kind, space_id, title, creation_key, head_seq, projected_seq)
       values (?, ?, ?, ?, ?, ?, 1, 1)`,
      [documentId, tenantOf(viewer), kind, spaceId, title, key],
      'run',
    )
    const seed = seedUpdate({ content: '', title, tags: [], properties: {} })
    await em.execute(
      `insert into collab.entry (tenant_id, document_id, epoch, seq, payload)
       select tenant_id, id, epoch, 1, decode(?, 'base64') from collab.document where id = ?`,
      [Buffer.from(seed).toString('base64'), documentId],
      'run',
    )
    return documentId
  })
  return { document: await documentOf(context, id) }
}

/** A caller's own name for a request, which another caller may use for another. */
function keyOf({ viewer }: Context, idempotencyKey: string | null): string | null {
  if (idempotencyKey === null) return null
  if (idempotencyKey === '' || idempotencyKey.length > 64 || !isStorable(idempotencyKey))
    throw badInput('idempotencyKey', 'An idempotencyKey has 1 to 64 characters')
  const { kind, id } = actorOf(viewer)
  return JSON.stringify([kind, id, idempotencyKey])
}

async function findByKey(em: Em, key: string): Promise<string | undefined> {
  const [made] = await em.execute<{ id: string }[]>('select id from collab.document where creation_key = ?', [key])
  return made?.id
}
