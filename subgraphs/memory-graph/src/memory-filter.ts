import { z } from 'zod'
import type { MemoryFilter } from './engine/engine.ts'
import { id } from './input-shapes.ts'
import { readInput } from './read-input.ts'

const instant = z.coerce.date()
const word = z.string().max(100)
const scalar = z.union([z.string().max(1_000), z.number(), z.boolean(), z.null()], {
  error: 'a property is compared with a string, number, boolean or null',
})

const shape = z.object({
  types: z.array(word).max(50).nullish(),
  tags: z.array(word).max(50).nullish(),
  spaceIds: z.array(id).max(100).nullish(),
  createdBy: z.array(id).max(100).nullish(),
  createdFrom: instant.nullish(),
  createdTo: instant.nullish(),
  validAt: instant.nullish(),
  properties: z.record(z.string(), scalar).nullish(),
})

/** The filter that a query gives, in the form that rows and graph are both filtered by. */
export function readFilter(given: unknown): MemoryFilter {
  const { createdFrom, createdTo, validAt, types, tags, spaceIds, createdBy, properties } = readInput(
    shape,
    given ?? {},
  )
  return {
    ...(types != null && { types }),
    ...(tags != null && { tags }),
    ...(spaceIds != null && { spaceIds }),
    ...(createdBy != null && { createdBy }),
    ...(createdFrom != null && { createdFrom: createdFrom.getTime() }),
    ...(createdTo != null && { createdTo: createdTo.getTime() }),
    ...(validAt != null && { validAt: validAt.getTime() }),
    ...(properties != null && { properties }),
  }
}
