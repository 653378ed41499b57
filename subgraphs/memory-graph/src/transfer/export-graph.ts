import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Em } from '@graphmemory/database/database.ts'
import type { Context } from '../context.ts'
import { memoryEntity, relationEntity, type Memory, type Relation } from '../entities.ts'
import { readDefinitions } from './export-definitions.ts'
import type { ExportFormat } from './export-formats.ts'

const pageSize = 1_000

/**
 * The tenant's types and spaces, its memories and then its relations, as lines of JSON that import back to an equal graph, or
 * in another format. That it was done is in the audit log before the first of it. Read a page a transaction: what changes
 * meanwhile may or may not be in it, and a relation is only in it when both its memories are.
 *
 * As lines, a type is declared first, and what it demands comes last: what was written before it was demanded stays as it is
 * where it is imported. A relation names those that it contradicted and that came before it; one that contradicted later ones
 * comes a second time, after all.
 */
export async function* exportGraph(context: Context, format: ExportFormat): AsyncIterable<string> {
  await context.withTenant((em) =>
    recordAudit(em, context.viewer, {
      type: 'data_access',
      action: 'memory.export',
      resource: { type: 'memory', id: null },
    }),
  )
  const { declarations, demands, whole, spaceNames } = await context.withTenant(readDefinitions)
  yield format.head(format.importsBack ? declarations : whole)
  const names = new Map<string, string>()
  for await (const memory of memories(context)) {
    names.set(memory.id, memory.externalId ?? memory.id)
    yield format.memory(memoryLine(memory, spaceNames))
  }
  const again: string[] = []
  for await (const { relation, contradicted } of relations(context)) {
    const [from, to] = [names.get(relation.fromId), names.get(relation.toId)]
    if (from === undefined || to === undefined) continue
    const told = format.importsBack ? contradicted.filter(({ id }) => id < relation.id) : contradicted
    if (told.length < contradicted.length) again.push(relation.id)
    yield format.relation(relationLine(relation, [from, to], told))
  }
  for (let at = 0; at < again.length; at += pageSize) {
    const ids = again.slice(at, at + pageSize)
    for (const { relation, contradicted } of await context.withTenant((em) => readRelations(em, { $in: ids }))) {
      const [from, to] = [names.get(relation.fromId), names.get(relation.toId)]
      if (from !== undefined && to !== undefined)
        yield format.relation(relationLine(relation, [from, to], contradicted))
    }
  }
  yield format.tail(format.importsBack ? demands : [])
}

const options = { orderBy: { id: 'asc' }, limit: pageSize, disableIdentityMap: true } as const
const memories = (context: Context) =>
  inPages(
    (after) => context.withTenant((em) => em.find(memoryEntity, { id: { $gt: after }, deletedAt: null }, options)),
    ({ id }) => id,
  )
const relations = (context: Context) =>
  inPages(
    (after) => context.withTenant((em) => readRelations(em, { $gt: after })),
    ({ relation }) => relation.id,
  )

/** A relation, and what is there still of those that it contradicted. */
type Told = { readonly relation: Relation; readonly contradicted: readonly Named[] }
type Named = { readonly id: string; readonly externalId: string | null }

async function readRelations(em: Em, id: { $gt: string } | { $in: string[] }): Promise<Told[]> {
  const rows = await em.find(relationEntity, { id, deletedAt: null }, options)
  const ids = [...new Set(rows.flatMap(({ contradicts }) => contradicts))]
  const named =
    ids.length === 0
      ? []
      : await em.execute<Named[]>(
          `select id, external_id as "externalId" from graph.relation
             where deleted_at is null and id in (select jsonb_array_elements_text(?::jsonb))`,
          [JSON.stringify(ids)],
        )
  const byId = new Map(named.map((each) => [each.id, each]))
  return rows.map((relation) => ({
    relation,
    contradicted: relation.contradicts.flatMap((each) => byId.get(each) ?? []),
  }))
}

async function* inPages<Row>(read: (after: string) => Promise<Row[]>, idOf: (row: Row) => string): AsyncIterable<Row> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const page: Row[] = await read(after)
    yield* page
    const last = page.at(-1)
    after = last === undefined || page.length < pageSize ? undefined : idOf(last)
  }
}

export type MemoryLine = ReturnType<typeof memoryLine>
export type RelationLine = ReturnType<typeof relationLine>

const memoryLine = (memory: Memory, spaceNames: ReadonlyMap<string, string>) => ({
  kind: 'memory' as const,
  externalId: memory.externalId ?? memory.id,
  type: memory.type,
  title: memory.title,
  content: memory.content,
  tags: memory.tags,
  properties: memory.properties,
  source: memory.source,
  attachments: memory.attachments,
  ...(memory.spaceId != null && { spaceId: spaceNames.get(memory.spaceId) ?? memory.spaceId }),
  confidence: memory.confidence,
  importance: memory.importance,
  validFrom: memory.validFrom,
  validTo: memory.validTo,
})

const relationLine = (relation: Relation, [from, to]: readonly [string, string], contradicted: readonly Named[]) => ({
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
  ...(contradicted.length > 0 && { contradicts: contradicted.map(({ id, externalId }) => externalId ?? id) }),
})
