import { z } from 'zod'
import { ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import { memoryEntity } from '../entities.ts'
import { request as repeatable, typeName } from '../input-shapes.ts'
import { readInput } from '../read-input.ts'
import { memoryTypeEntity, type MemoryType } from './memory-type.ts'
import { writeType } from './write-type.ts'

const shape = z.object({ name: typeName, ...repeatable })

/** A type that a memory has stays: `CONFLICT`. Deleted memories do not count; they come back once it is defined again. */
export async function deleteMemoryType(context: Context, given: unknown): Promise<{ readonly memoryType: MemoryType }> {
  const input = readInput(shape, given)
  const { name } = input
  return writeType(context, 'delete', name, input, async ({ em, tenantId }, current) => {
    if (current === null) throw notFound('memory type')
    const inUse = await em.findOne(memoryEntity, { type: name, deletedAt: null }, { fields: ['id'] })
    if (inUse !== null)
      throw new ClientError('CONFLICT', 'Memories of this type are there', { version: current.version })
    await em.nativeDelete(memoryTypeEntity, { tenantId, name })
    return current
  })
}
