import { z } from 'zod'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import type { Context } from '../context.ts'
import { request as repeatable, text } from '../input-shapes.ts'
import { readInput } from '../read-input.ts'
import { writeGraph, type GraphWriting } from '../write-graph.ts'
import { findSpaces, spaceVisibilities, type Space } from './space.ts'

const maxSpaces = 1_000

export const spaceName = text(200).refine((line) => line.trim() !== '', 'at least one character')
const shape = z.object({
  name: spaceName,
  description: text(1_000).nullish(),
  visibility: z.enum(spaceVisibilities),
  ...repeatable,
})

export async function createSpace(context: Context, given: unknown): Promise<{ readonly space: Space }> {
  const { idempotencyKey, ...input } = readInput(shape, given)
  const { name, description, visibility } = input
  const id = newId('spc')
  const named = { idempotencyKey, input, answerOf: 'kept' } as const
  const request = { action: 'space.create', resource: { type: 'space', id }, ...named } as const
  const fields = { id, externalId: null, name, description: description ?? '', visibility }
  const space = await writeGraph(context, request, (writing) => insertSpace(writing, fields))
  return { space }
}

/** Writes a new space of the author's. Throws `CONFLICT` where the tenant has as many as it may, before it writes. */
export async function insertSpace(
  { em, tenantId, author, at }: GraphWriting,
  fields: Pick<Space, 'id' | 'externalId' | 'name' | 'description' | 'visibility'>,
): Promise<Space> {
  const { id, externalId, name, description, visibility } = fields
  const [many] = await em.execute<object[]>('select 1 from graph.space_access offset ? limit 1', [maxSpaces - 1])
  if (many !== undefined)
    throw new ClientError('CONFLICT', `A tenant has at most ${maxSpaces} spaces, deleted ones included`)
  // Who may see it is said first: from its first moment on it is hidden from all others.
  await em.execute(
    'insert into graph.space_access (tenant_id, space_id, visibility, owner_id) values (?, ?, ?, ?)',
    [tenantId, id, visibility, author.id],
    'run',
  )
  await em.execute(
    `insert into graph.space (tenant_id, id, external_id, name, description, version, created_at, created_by_kind,
       created_by, updated_at, updated_by_kind, updated_by) values (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)`,
    [tenantId, id, externalId, name, description, at, author.kind, author.id, at, author.kind, author.id],
    'run',
  )
  const [made] = await findSpaces(em, [id])
  if (made === undefined) throw new Error('a space is there for its maker')
  return made
}
