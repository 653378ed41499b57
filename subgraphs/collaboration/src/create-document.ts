import { z } from 'zod'
import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import { askMemoryGraph } from './ask-memory-graph.ts'
import type { Context } from './context.ts'
import { seedUpdate, type DocumentContent } from './document-content.ts'
import { documentOf } from './enter-document.ts'
import type { DocumentRow } from './document-row.ts'
import type { CreateDocumentInput } from './schema.generated.ts'

const memoryAnswer = z.object({ memory: z.object({ id: z.string() }).nullable() })
const attachAnswer = z.object({
  attachDocument: z.object({
    memory: z.object({
      title: z.string(),
      content: z.string(),
      tags: z.array(z.string()),
      properties: z.record(z.string(), z.unknown()),
    }),
  }),
})

/**
 * Makes the document of a memory, or finds the one it has. The id is reserved first, then the graph ties the memory's
 * content to it and tells what it is, then the document is seeded: whoever dies in between, the next call goes on.
 */
export async function createDocument(
  context: Context,
  { memoryId }: CreateDocumentInput,
): Promise<{ document: DocumentRow }> {
  const existing = await context.document('memory_id', memoryId)
  if (existing !== null) return { document: existing }
  const { collaboration, viewer } = context
  const { memory } = await askMemoryGraph(
    collaboration,
    viewer,
    memoryAnswer,
    'query ($id: ID!) { memory(id: $id) { id } }',
    { id: memoryId },
  )
  if (memory === null) throw notFound('memory')
  if ((await collaboration.access.of(viewer, { in: 'memory', id: memoryId })) !== 'WRITE')
    throw new ClientError('FORBIDDEN', 'You only read this space')

  const documentId = await reserve(context, memoryId)
  const asService = {
    kind: 'service',
    service: 'collaboration',
    tenantId: tenantOf(viewer),
    onBehalfOf: viewer.kind === 'user' ? viewer.userId : null,
    request: viewer.request,
  } as const
  const { attachDocument } = await askMemoryGraph(
    collaboration,
    asService,
    attachAnswer,
    `mutation ($input: AttachDocumentInput!) {
      attachDocument(input: $input) { memory { title content tags properties } } }`,
    { input: { memoryId, documentId } },
  )
  await seed(context, documentId, attachDocument.memory)
  return { document: await documentOf(context, documentId) }
}

async function reserve({ collaboration, viewer }: Context, memoryId: string): Promise<string> {
  return collaboration.database.withTenant(viewer, async (em) => {
    const find = () => em.execute<{ id: string }[]>('select id from collab.document where memory_id = ?', [memoryId])
    const [reserved] = await find()
    if (reserved !== undefined) return reserved.id
    const id = newId('doc')
    await recordAudit(em, viewer, {
      type: 'collaboration',
      action: 'document.create',
      resource: { type: 'document', id },
      details: { memoryId },
    })
    await em.execute(
      'insert into collab.document (id, tenant_id, memory_id) values (?, ?, ?) on conflict (tenant_id, memory_id) do nothing',
      [id, tenantOf(viewer), memoryId],
      'run',
    )
    const [made] = await find()
    if (made === undefined) throw notFound('memory')
    return made.id
  })
}

async function seed({ collaboration, viewer }: Context, documentId: string, content: DocumentContent): Promise<void> {
  await collaboration.database.withTenant(viewer, async (em) => {
    await recordAudit(em, viewer, {
      type: 'collaboration',
      action: 'document.seed',
      resource: { type: 'document', id: documentId },
    })
    // The guard makes it once: who comes second finds the head moved.
    await em.execute(
      `with head as (
         update collab.document set head_seq = 1, projected_seq = 1 where id = ? and head_seq = 0 returning id, tenant_id, epoch
       )
       insert into collab.entry (tenant_id, document_id, epoch, seq, payload)
       select tenant_id, id, epoch, 1, decode(?, 'base64') from head`,
      [documentId, Buffer.from(seedUpdate(content)).toString('base64')],
      'run',
    )
  })
}
