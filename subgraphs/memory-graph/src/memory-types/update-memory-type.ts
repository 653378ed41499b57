import { z } from 'zod'
import { ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import { givenFields } from '../given-fields.ts'
import { request as repeatable, text, typeName } from '../input-shapes.ts'
import { readInput } from '../read-input.ts'
import { changedBy } from '../stamps.ts'
import type { GraphWriting } from '../write-graph.ts'
import { memoryTypeEntity, type MemoryType } from './memory-type.ts'
import { readSchema } from './read-schema.ts'
import { writeType } from './write-type.ts'

const shape = z.object({
  name: typeName,
  expectedVersion: z.int().min(1).nullish(),
  description: text(1_000).optional(),
  schema: z.unknown().optional(),
  ...repeatable,
})

/** Memories that are there stay as they are: the next change of their type or properties is checked by the new schema. */
export async function updateMemoryType(context: Context, given: unknown): Promise<{ readonly memoryType: MemoryType }> {
  const input = readInput(shape, given)
  const { name, expectedVersion, description, schema: givenSchema } = input
  const schema = givenSchema == null ? givenSchema : readSchema(context.validators, givenSchema)
  return writeType(context, 'update', name, input, async (writing, current) => {
    if (current === null) throw notFound('memory type')
    if (expectedVersion != null && expectedVersion !== current.version)
      throw new ClientError('CONFLICT', `This is at version ${current.version} and not ${expectedVersion}`, {
        version: current.version,
      })
    return saveMemoryType(writing, current, givenFields({ description, schema }))
  })
}

/** Writes what has changed of a type. */
export async function saveMemoryType(
  writing: GraphWriting,
  current: MemoryType,
  fields: Partial<Pick<MemoryType, 'description' | 'schema'>>,
): Promise<MemoryType> {
  const { seq: _, ...stamps } = changedBy(writing, current)
  const changes = { ...fields, ...stamps }
  await writing.em.nativeUpdate(memoryTypeEntity, { tenantId: writing.tenantId, name: current.name }, changes)
  return { ...current, ...changes }
}
