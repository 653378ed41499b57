import { deleteRelations } from './delete-relations.ts'
import { relationEntity, type Relation } from './entities.ts'
import { knownRelationTypes } from './relation-types.ts'
import { openFacts } from './settle-facts.ts'
import { toSnapshot } from './snapshot.ts'
import { changedBy } from './stamps.ts'
import { saveRelations } from './transfer/save-rows.ts'
import type { GraphWriting } from './write-graph.ts'

type Move = { readonly relation: Relation; readonly fromId: string; readonly toId: string }

/**
 * Moves a memory's relations to another, each an operation. One that would join the other with itself, or that the other
 * has already, is deleted instead, to be restored with the memory.
 */
export async function moveRelations(writing: GraphWriting, memoryId: string, otherId: string): Promise<void> {
  const relations = await relationsOf(writing, memoryId)
  const toOther = (id: string) => (id === memoryId ? otherId : id)
  const moves = relations.map((relation) => ({
    relation,
    fromId: toOther(relation.fromId),
    toId: toOther(relation.toId),
  }))
  const there = new Set((await relationsOf(writing, otherId)).map(sameness))
  const isNeedless = ({ relation, fromId, toId }: Move) =>
    fromId === toId || there.has(sameness({ ...relation, fromId, toId }))
  await deleteRelations(
    writing,
    moves.filter(isNeedless).map(({ relation }) => relation),
    memoryId,
  )
  const needed = moves.filter((move) => !isNeedless(move))
  await saveMoves(writing, needed)
  await noteMoves(writing, needed, memoryId, true)
}

/** Moves those relations back to a memory that are still where they were moved to. */
export async function moveRelationsBack(writing: GraphWriting, memoryId: string, otherId: string): Promise<void> {
  const moved = await writing.em.execute<{ id: string; wasFrom: boolean }[]>(
    `select relation.id, was_from as "wasFrom" from graph.moved_relation as moved
       join graph.relation on relation.tenant_id = moved.tenant_id and relation.id = moved.relation_id
       where memory_id = ? and returns and deleted_at is null and ? = case when was_from then from_id else to_id end`,
    [memoryId, otherId],
  )
  const sides = new Map(moved.map(({ id, wasFrom }) => [id, wasFrom]))
  const options = { disableIdentityMap: true, orderBy: { id: 'asc' } } as const
  const relations = await writing.em.find(relationEntity, { id: { $in: [...sides.keys()] } }, options)
  const moves = relations.map((relation) => ({
    relation,
    fromId: sides.get(relation.id) === true ? memoryId : relation.fromId,
    toId: sides.get(relation.id) === true ? relation.toId : memoryId,
  }))
  await saveMoves(writing, moves)
  await writing.em.execute('update graph.moved_relation set returns = false where memory_id = ?', [memoryId], 'run')
  await noteMoves(writing, moves, otherId, false)
}

/** Notes which relations a memory had until they were moved away. */
async function noteMoves(
  { em, tenantId }: GraphWriting,
  moves: readonly Move[],
  memoryId: string,
  returns: boolean,
): Promise<void> {
  const moved = moves.map(({ relation }) => ({ id: relation.id, was_from: relation.fromId === memoryId }))
  await em.execute(
    `insert into graph.moved_relation (tenant_id, memory_id, relation_id, was_from, returns)
       select ?, ?, id, was_from, ? from jsonb_to_recordset(?::jsonb) as moved (id text, was_from boolean)
       on conflict (tenant_id, memory_id, relation_id) do update set was_from = excluded.was_from, returns = excluded.returns`,
    [tenantId, memoryId, returns, JSON.stringify(moved)],
    'run',
  )
}

async function saveMoves(writing: GraphWriting, moves: readonly Move[]): Promise<void> {
  const claims = moves.map(({ relation, fromId, toId }) => ({ ...relation, fromId, toId }))
  const types = await knownRelationTypes(
    writing.em,
    claims.map(({ type }) => type),
  )
  const facts = await openFacts(writing, types, claims)
  const rows = moves.map(({ relation, fromId, toId }) => {
    const current = facts.latest(relation)
    const settled = facts.settle({ ...current, fromId, toId }, 'YIELDS')
    const row = { ...current, ...settled, fromId, toId, ...changedBy(writing, current) }
    writing.log.append({ kind: 'RELATION_UPDATED', before: toSnapshot(current), after: toSnapshot(row) })
    facts.put(row)
    return row
  })
  const saved = new Map([...rows, ...facts.ended()].map((row) => [row.id, row]))
  await saveRelations(writing.em, [...saved.values()])
}

function relationsOf({ em }: GraphWriting, memoryId: string): Promise<Relation[]> {
  const where = { $or: [{ fromId: memoryId }, { toId: memoryId }], deletedAt: null }
  return em.find(relationEntity, where, { disableIdentityMap: true, orderBy: { id: 'asc' } })
}

/** Two relations that agree in this say the same. */
const sameness = ({ fromId, toId, type, validFrom, validTo }: Relation): string =>
  JSON.stringify([fromId, toId, type, validFrom ?? null, validTo ?? null])
