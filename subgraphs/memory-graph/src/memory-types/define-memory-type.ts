import { z } from 'zod'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import { memoryTypes } from '../graph-types.ts'
import { request as repeatable, text, typeName } from '../input-shapes.ts'
import { readInput } from '../read-input.ts'
import { madeBy } from '../stamps.ts'
import type { GraphWriting } from '../write-graph.ts'
import { memoryTypeEntity, type MemoryType } from './memory-type.ts'
import { readSchema } from './read-schema.ts'
import { writeType } from './write-type.ts'

const maxTypes = 200

/** The name of a type of the tenant's own. */
export const ownTypeName = typeName.refine((name) => !memoryTypes.some((each) => each === name), 'it is built in')
const shape = z.object({
  name: ownTypeName,
  description: text(1_000).nullish(),
  schema: z.unknown().optional(),
  ...repeatable,
})

export async function defineMemoryType(context: Context, given: unknown): Promise<{ readonly memoryType: MemoryType }> {
  const input = readInput(shape, given)
  const { name, description, schema: givenSchema } = input
  const schema = givenSchema == null ? null : readSchema(context.validators, givenSchema)
  return writeType(context, 'define', name, input, async (writing, current) => {
    if (current !== null)
      throw new ClientError('CONFLICT', `The type ${name} is defined already`, { version: current.version })
    return insertMemoryType(writing, { name, description: description ?? '', schema })
  })
}

/** Writes a new type. Throws `CONFLICT` where the tenant has as many as it may, before it writes. */
export async function insertMemoryType(
  writing: GraphWriting,
  fields: Pick<MemoryType, 'name' | 'description' | 'schema'>,
): Promise<MemoryType> {
  if ((await writing.em.count(memoryTypeEntity)) >= maxTypes)
    throw new ClientError('CONFLICT', `A tenant has at most ${maxTypes} types of its own`)
  const { seq: _, deletedAt: __, ...stamps } = madeBy(writing)
  const row = { ...stamps, ...fields }
  await writing.em.insert(memoryTypeEntity, row)
  return row
}
