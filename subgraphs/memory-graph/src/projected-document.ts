import { z } from 'zod'
import { isStorable } from '@graphmemory/database/is-storable.ts'
import { memoryLimits } from '@graphmemory/schema/memory-limits.ts'
import { holdsStorableTexts, id, maxContentLengths } from './input-shapes.ts'

/**
 * What `projectDocument` takes. A document may hold what no memory may, since its editors write it one stroke at a time
 * and concurrently: that is cut or left out here. A projection that were refused would be tried for ever.
 */
export const projectDocumentShape = z.object({
  memoryId: id,
  documentId: id,
  epoch: z.int().min(0),
  seq: z.int().min(0),
  content: z.string().transform((text) => storable(text, maxContentLengths.projected)),
  /** One that is blank leaves the memory the title it has. */
  title: z
    .string()
    .transform((text) => storable(text, memoryLimits.titleLength))
    .transform((text) => (text.trim() === '' ? null : text))
    .nullish(),
  tags: z
    .array(z.string())
    .transform((words) => [...new Set(words.filter(isTag))].slice(0, memoryLimits.tags))
    .nullish(),
  properties: z.record(z.string(), z.unknown()).transform(fitting).nullish(),
  editors: z.array(id).max(1_000),
})

const storable = (text: string, maxLength: number) => text.replaceAll('\0', '').slice(0, maxLength).toWellFormed()

const isTag = (word: string) => word !== '' && word.length <= memoryLimits.tagLength && isStorable(word)

/** As many of the properties, in the order of their names, as a memory may have. */
function fitting(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  let bytes = '{}'.length
  for (const [name, value] of Object.entries(properties).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (!holdsStorableTexts({ [name]: value })) continue
    const size = Buffer.byteLength(JSON.stringify({ [name]: value })) - '{}'.length + ','.length
    if (bytes + size > memoryLimits.propertiesBytes) continue
    bytes += size
    kept[name] = value
  }
  return kept
}
