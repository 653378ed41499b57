import { createHash } from 'node:crypto'
import { z } from 'zod'
import { maxLengths, memoryFields, orDefault, relationFields, text } from '../input-shapes.ts'

/** What one line of an import says, read and checked. */
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
  readonly from: string
  readonly to: string
  readonly fields: Omit<z.output<typeof relationShape>, 'kind' | 'externalId' | 'from' | 'to'>
}
export type ImportedLine = ImportedMemory | ImportedRelation

/** Why a line was left out. */
export type LineError = { readonly line: number; readonly field: string | null; readonly message: string }

const name = text(200).min(1, 'at least one character')
const memoryShape = z.strictObject({
  kind: z.literal('memory'),
  externalId: name,
  ...memoryFields,
  content: orDefault(text(maxLengths.longContent), ''),
})
const relationShape = z.strictObject({
  kind: z.literal('relation'),
  externalId: name.nullish(),
  from: name,
  to: name,
  ...relationFields,
})
const lineShape = z.discriminatedUnion('kind', [memoryShape, relationShape])

/** Reads one line of JSON. What is wrong with it comes back as its error. */
export function readImportLine(line: number, json: string): ImportedLine | LineError {
  const result = lineShape.safeParse(parse(json))
  if (!result.success) {
    const [issue] = result.error.issues
    return { line, field: issue?.path.join('.') ?? null, message: issue?.message ?? 'not as expected' }
  }
  const { data } = result
  if (data.validFrom !== null && data.validTo !== null && data.validFrom > data.validTo)
    return { line, field: 'validTo', message: 'not before validFrom' }
  switch (data.kind) {
    case 'memory': {
      const { kind, externalId, ...fields } = data
      return { kind, line, externalId, fields }
    }
    case 'relation': {
      const { kind, externalId, from, to, ...fields } = data
      if (from === to) return { line, field: 'to', message: 'another memory' }
      return { kind, line, externalId: externalId ?? nameOf(from, to, fields.type), from, to, fields }
    }
  }
}

export const isLineError = (read: ImportedLine | LineError): read is LineError => 'message' in read

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined // refused by its shape, as anything that is no object
  }
}

/** A relation that comes without a name is known by its ends and type. */
const nameOf = (from: string, to: string, type: string) =>
  `:${createHash('sha256')
    .update(JSON.stringify([from, to, type]))
    .digest('base64url')}`
