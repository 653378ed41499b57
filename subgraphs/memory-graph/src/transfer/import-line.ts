import { createHash } from 'node:crypto'
import { z } from 'zod'
import { maxContentLengths, memoryFields, orDefault, relationFields, text, typeName } from '../input-shapes.ts'
import { ownTypeName } from '../memory-types/define-memory-type.ts'
import { spaceName } from '../spaces/create-space.ts'
import { spaceVisibilities } from '../spaces/space.ts'

const name = text(200).min(1, 'at least one character')
const description = text(1_000).optional()
/** What is absent of a definition stays as it is; where there is none yet, it is empty. */
const memoryTypeShape = z.strictObject({
  kind: z.literal('memoryType'),
  name: ownTypeName,
  description,
  schema: z.record(z.string(), z.unknown()).nullish(),
})
const relationTypeShape = z.strictObject({
  kind: z.literal('relationType'),
  name: typeName,
  isSingleValued: z.boolean().optional(),
})
const spaceShape = z.strictObject({
  kind: z.literal('space'),
  externalId: name,
  name: spaceName,
  description,
  visibility: z.enum(spaceVisibilities),
})
const memoryShape = z.strictObject({
  kind: z.literal('memory'),
  externalId: name,
  ...memoryFields,
  content: orDefault(text(maxContentLengths.projected), ''),
})
const relationShape = z.strictObject({
  kind: z.literal('relation'),
  externalId: name.nullish(),
  from: name,
  to: name,
  ...relationFields,
  /** The relations that it contradicted, by their names; they come before it. */
  contradicts: orDefault(z.array(name).max(1_000, 'at most 1,000'), []),
})
const lineShape = z.discriminatedUnion('kind', [
  memoryTypeShape,
  relationTypeShape,
  spaceShape,
  memoryShape,
  relationShape,
])

/** What one line of an import says, read and checked. */
export type ImportedMemoryType = z.output<typeof memoryTypeShape> & { readonly line: number }
export type ImportedRelationType = z.output<typeof relationTypeShape> & { readonly line: number }
export type ImportedSpace = z.output<typeof spaceShape> & { readonly line: number }
export type ImportedMemory = {
  readonly kind: 'memory'
  readonly line: number
  readonly externalId: string
  readonly fields: Omit<z.output<typeof memoryShape>, 'kind' | 'externalId'>
}
export type ImportedRelation = {
  readonly kind: 'relation'
  readonly line: number
  readonly externalId: string
  /** Whether that is its own name, rather than one made of its ends and type. */
  readonly isNamed: boolean
  readonly from: string
  readonly to: string
  readonly contradicts: readonly string[]
  readonly fields: Omit<z.output<typeof relationShape>, 'kind' | 'externalId' | 'from' | 'to' | 'contradicts'>
}
/** What memories and relations refer to. */
export type ImportedDefinition = ImportedMemoryType | ImportedRelationType | ImportedSpace
export type ImportedLine = ImportedDefinition | ImportedMemory | ImportedRelation

/** Why a line was left out. */
export type LineError = { readonly line: number; readonly field: string | null; readonly message: string }

const kinds = ['memory', 'relation', 'memoryType', 'relationType', 'space']

/** Reads one line of JSON. What is wrong with it comes back as its error. */
export function readImportLine(line: number, json: string): ImportedLine | LineError {
  const parsed = parse(json)
  if (parsed === undefined) return { line, field: null, message: 'not JSON' }
  const result = lineShape.safeParse(parsed)
  if (!result.success) {
    const [issue] = result.error.issues
    const field = issue?.path.join('.') ?? ''
    if (field === 'kind') return { line, field, message: `one of ${kinds.join(', ')}` }
    return { line, field: field === '' ? null : field, message: issue?.message ?? 'not as expected' }
  }
  const { data } = result
  if (isDefinition(data)) return { ...data, line }
  if (data.validFrom !== null && data.validTo !== null && data.validFrom > data.validTo)
    return { line, field: 'validTo', message: 'not before validFrom' }
  switch (data.kind) {
    case 'memory': {
      const { kind, externalId, ...fields } = data
      return { kind, line, externalId, fields }
    }
    case 'relation': {
      const { kind, externalId, from, to, contradicts, ...fields } = data
      if (from === to) return { line, field: 'to', message: 'another memory' }
      const isNamed = externalId != null
      const name = isNamed ? externalId : nameOf(from, to, fields.type)
      return { kind, line, externalId: name, isNamed, from, to, contradicts, fields }
    }
  }
}

export const isLineError = (read: ImportedLine | LineError): read is LineError => 'message' in read

export const isDefinition = <Line extends { readonly kind: string }>(
  line: Line,
): line is Exclude<Line, { readonly kind: 'memory' | 'relation' }> => line.kind !== 'memory' && line.kind !== 'relation'

/** By what a line is known within a batch. */
export const keyOf = (line: ImportedLine): string =>
  `${line.kind} ${'externalId' in line ? line.externalId : line.name}`

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** A relation that comes without a name is known by its ends and type. */
const nameOf = (from: string, to: string, type: string) =>
  `:${createHash('sha256')
    .update(JSON.stringify([from, to, type]))
    .digest('base64url')}`
