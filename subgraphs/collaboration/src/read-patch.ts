import { z } from 'zod'
import { badInput } from '@graphmemory/errors/client-error.ts'
import { memoryLimits } from '@graphmemory/schema/memory-limits.ts'
import type { DocumentContent } from './document-content.ts'
import type { ApplyMemoryPatchInput } from './schema.generated.ts'

const wellFormed = z.string().refine((text) => text.isWellFormed(), 'well-formed Unicode')
const patchShape = z.object({
  content: wellFormed.nullish(),
  title: wellFormed
    .max(memoryLimits.titleLength, `at most ${memoryLimits.titleLength} characters`)
    .refine((title) => title.trim() !== '', 'at least one character')
    .nullish(),
  tags: z
    .array(wellFormed.min(1, 'at least one character').max(memoryLimits.tagLength, 'a shorter tag'))
    .max(memoryLimits.tags, `at most ${memoryLimits.tags} tags`)
    .nullish(),
  properties: z
    .record(z.string(), z.unknown())
    .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= memoryLimits.propertiesBytes, 'at most 16 kB')
    .nullish(),
})

/** What a patch changes. Throws `BAD_USER_INPUT` for what no memory may hold, and for a patch of nothing. */
export function readPatch(input: ApplyMemoryPatchInput): Partial<DocumentContent> {
  const result = patchShape.safeParse(input)
  if (!result.success) {
    const [issue] = result.error.issues
    const field = issue?.path.join('.') ?? ''
    throw badInput(field, `${field}: ${issue?.message ?? 'not as expected'}`)
  }
  const { content, title, tags, properties } = result.data
  const patch = {
    ...(content != null && { content }),
    ...(title != null && { title }),
    ...(tags != null && { tags }),
    ...(properties != null && { properties }),
  }
  if (Object.keys(patch).length === 0) throw badInput('content', 'content, title, tags or properties must be given')
  return patch
}
