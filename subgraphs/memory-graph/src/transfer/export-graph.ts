import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Context } from '../context.ts'
import { memoryEntity, relationEntity, type Memory, type Relation } from '../entities.ts'
import type { ExportFormat } from './export-formats.ts'

const pageSize = 1_000

/**
 * The tenant's memories and then its relations, as lines of JSON that import back to an equal graph, or in another format.
 * That it was done is in the audit log before the first of it. Read a page a transaction: what changes meanwhile may or may
 * not be in it, and a relation is only in it when both its memories are.
 */
export async function* exportGraph(context: Context, format: ExportFormat): AsyncIterable<string> {
  await context.withTenant((em) =>
    recordAudit(em, context.viewer, {
      type: 'data_access',
      action: 'memory.export',
      resource: { type: 'memory', id: null },
    }),
  )
  yield format.head
  const names = new Map<string, string>()
  for await (const memory of memories(context)) {
    names.set(memory.id, memory.externalId ?? memory.id)
    yield format.memory(memoryLine(memory))
  }
  for await (const relation of relations(context)) {
    const [from, to] = [names.get(relation.fromId), names.get(relation.toId)]
    if (from !== undefined && to !== undefined) yield format.relation(relationLine(relation, from, to))
  }
  yield format.tail
}

const options = { orderBy: { id: 'asc' }, limit: pageSize, disableIdentityMap: true } as const
const memories = (context: Context) =>
  inPages((after) =>
    context.withTenant((em) => em.find(memoryEntity, { id: { $gt: after }, deletedAt: null }, options)),
  )
const relations = (context: Context) =>
  inPages((after) =>
    context.withTenant((em) => em.find(relationEntity, { id: { $gt: after }, deletedAt: null }, options)),
  )

async function* inPages<Row extends { readonly id: string }>(
  read: (after: string) => Promise<Row[]>,
): AsyncIterable<Row> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const page: Row[] = await read(after)
    yield* page
    after = page.length < pageSize ? undefined : page.at(-1)?.id
  }
}

export type MemoryLine = ReturnType<typeof memoryLine>
export type RelationLine = ReturnType<typeof relationLine>

const memoryLine = (memory: Memory) => ({
  kind: 'memory' as const,
  externalId: memory.externalId ?? memory.id,
  type: memory.type,
  title: memory.title,
  content: memory.content,
  tags: memory.tags,
  properties: memory.properties,
  source: memory.source,
  attachments: memory.attachments,
  ...(memory.spaceId != null && { spaceId: memory.spaceId }),
  confidence: memory.confidence,
  importance: memory.importance,
  validFrom: memory.validFrom,
  validTo: memory.validTo,
})

const relationLine = (relation: Relation, from: string, to: string) => ({
  kind: 'relation' as const,
  externalId: relation.externalId ?? relation.id,
  from,
  to,
  type: relation.type,
  weight: relation.weight,
  properties: relation.properties,
  source: relation.source,
  validFrom: relation.validFrom,
  validTo: relation.validTo,
})
