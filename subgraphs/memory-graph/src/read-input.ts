import type { z } from 'zod'
import { badInput } from '@graphmemory/errors/client-error.ts'

/** Reads an input by its shape. Throws `BAD_USER_INPUT` that names the first field which does not fit. */
export function readInput<Shape extends z.ZodType>(shape: Shape, input: unknown): z.output<Shape> {
  const result = shape.safeParse(input)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const field = issue?.path.join('.') ?? ''
  throw badInput(field, `${field}: ${issue?.message ?? 'not as expected'}`)
}
