import { z } from 'zod'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import { request as repeatable, typeName } from './input-shapes.ts'
import { readInput } from './read-input.ts'
import { readRelationTypes, type RelationType } from './relation-types.ts'
import { writeGraph, type GraphWriting } from './write-graph.ts'

const shape = z.object({ name: typeName, isSingleValued: z.boolean(), ...repeatable })
const maxTypes = 200

/**
 * Says how relations of a type behave; a name that is not built in becomes a type of the tenant. It holds for what is
 * written from then on: what is there stays as it is.
 */
export async function setRelationType(
  context: Context,
  given: unknown,
): Promise<{ readonly relationType: RelationType }> {
  const { idempotencyKey, ...input } = readInput(shape, given)
  const { name, isSingleValued } = input
  const request = {
    action: 'relation_type.set',
    resource: { type: 'relation_type', id: name },
    details: { isSingleValued },
    idempotencyKey,
    input,
    answerOf: 'kept',
  } as const
  return { relationType: await writeGraph(context, request, (writing) => saveRelationType(writing, input)) }
}

/** Writes what is said of a type. Throws `CONFLICT` where the tenant has as many types as it may, before it writes. */
export async function saveRelationType(
  { em, tenantId, author }: Pick<GraphWriting, 'em' | 'tenantId' | 'author'>,
  { name, isSingleValued }: Pick<RelationType, 'name' | 'isSingleValued'>,
): Promise<RelationType> {
  const before = await readRelationTypes(em)
  if (before.length >= maxTypes && !before.some((each) => each.name === name))
    throw new ClientError('CONFLICT', `A tenant has at most ${maxTypes} types of relations`)
  await em.execute(
    `insert into graph.relation_type (tenant_id, name, is_single_valued, updated_at, updated_by_kind, updated_by)
       values (?, ?, ?, ?, ?, ?)
       on conflict (tenant_id, name) do update set is_single_valued = excluded.is_single_valued,
         updated_at = excluded.updated_at, updated_by_kind = excluded.updated_by_kind, updated_by = excluded.updated_by`,
    [tenantId, name, isSingleValued, new Date(), author.kind, author.id],
    'run',
  )
  const relationType = (await readRelationTypes(em)).find((each) => each.name === name)
  if (relationType === undefined) throw new Error('a type that was just set is there')
  return relationType
}
