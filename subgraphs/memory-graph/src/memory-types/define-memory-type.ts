import { z } from 'zod'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import { memoryTypes } from '../graph-types.ts'
import { text, typeName } from '../input-shapes.ts'
import { readInput } from '../read-input.ts'
import { madeBy } from '../stamps.ts'
import { memoryTypeEntity, type MemoryType } from './memory-type.ts'
import { readSchema } from './read-schema.ts'
import { writeType } from './write-type.ts'

const maxTypes = 200

const shape = z.object({
  name: typeName.refine((name) => !memoryTypes.some((each) => each === name), 'it is built in'),
  description: text(1_000).nullish(),
  schema: z.unknown().optional(),
})

export async function defineMemoryType(context: Context, given: unknown): Promise<{ readonly memoryType: MemoryType }> {
  const { name, description, schema: givenSchema } = readInput(shape, given)
  const schema = givenSchema == null ? null : readSchema(givenSchema)
  if (schema !== null) context.validators.demandSchema(schema)
  return writeType(context, 'define', name, async (writing, current) => {
    if (current !== null)
      throw new ClientError('CONFLICT', `The type ${name} is defined already`, { version: current.version })
    if ((await writing.em.count(memoryTypeEntity)) >= maxTypes)
      throw new ClientError('CONFLICT', `A tenant has at most ${maxTypes} types of its own`)
    const { seq: _, deletedAt: __, ...stamps } = madeBy(writing)
    const row = { ...stamps, name, description: description ?? '', schema }
    await writing.em.insert(memoryTypeEntity, row)
    return row
  })
}
