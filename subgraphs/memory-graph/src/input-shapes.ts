import { z } from 'zod'
import { isStorable } from '@graphmemory/database/is-storable.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import { memoryLimits } from '@graphmemory/schema/memory-limits.ts'
import { sourceKinds } from './graph-types.ts'

export const maxAttachments = 20
/** In characters. A live document may hold a longer content, which an import brings back. */
export const maxContentLengths = { written: 100_000, projected: 5_000_000 } as const

export const text = (max: number) =>
  z
    .string()
    .max(max, `at most ${max.toLocaleString('en')} characters`)
    .refine(isStorable, 'holds a character that is none')

export const id = text(100)
/** The name of a memory's type. Whether there is such a type is for the tenant's definitions to say. */
export const typeName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,49}$/, 'capitals, digits and underscores, at most 50, a capital first')
const unit = z.number().min(0, 'from 0 to 1').max(1, 'from 0 to 1')
const version = z.int().min(1)

/** Instants come as dates, or as text where they stood in the query itself. */
export const instant = z
  .union([z.date(), z.iso.datetime({ offset: true }).transform((iso) => new Date(iso))], {
    error: 'an ISO 8601 instant',
  })
  .refine((date) => date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999, 'in the years 1 to 9999')

const properties = z
  .record(z.string(), z.unknown())
  .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= memoryLimits.propertiesBytes, 'at most 16 kB')
  .refine(holdsStorableTexts, 'holds a character that is none')

export function holdsStorableTexts(value: unknown): boolean {
  if (typeof value === 'string') return isStorable(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, member]) => isStorable(key) && holdsStorableTexts(member))
}

const source = z
  .object({
    kind: z.enum(sourceKinds),
    reference: text(2_000).min(1, 'at least one character'),
    line: z
      .int()
      .min(1)
      .nullish()
      .transform((line) => line ?? null),
  })
  .refine(({ kind, reference }) => kind !== 'URL' || /^https?:\/\//.test(reference), {
    path: ['reference'],
    message: 'a URL begins with http:// or https://',
  })
  .refine(({ kind, line }) => line === null || kind === 'FILE', { path: ['line'], message: 'only a file has lines' })

const tags = z
  .array(text(memoryLimits.tagLength).min(1, 'at least one character'))
  .max(memoryLimits.tags, `at most ${memoryLimits.tags} tags`)
  .transform((words) => [...new Set(words)])

const url = text(2_000)
  .refine((given) => /^https:\/\//i.test(given) && URL.canParse(given), 'a URL that begins with https://')
  .refine((given) => !URL.canParse(given) || new URL(given).username === '', 'a URL without a name or password')

const attachments = z
  .array(
    z.object({
      url,
      name: text(200).min(1, 'at least one character'),
      mediaType: z.string().regex(/^[\w.+-]{1,60}\/[\w.+-]{1,60}$/, 'a media type, as image/png'),
      size: z
        .int()
        .min(0)
        .nullish()
        .transform((size) => size ?? null),
    }),
  )
  .max(maxAttachments, `at most ${maxAttachments} attachments`)
  .refine((each) => new Set(each.map((one) => one.url)).size === each.length, 'no URL twice')

const title = text(memoryLimits.titleLength).refine((line) => line.trim() !== '', 'at least one character')
const content = text(maxContentLengths.written)
const weight = unit

/** Absent and null are the same where something is made. */
export const orDefault = <Shape extends z.ZodType>(shape: Shape, fallback: z.output<Shape>) =>
  shape.nullish().transform((value): z.output<Shape> => value ?? fallback)
const orNull = <Shape extends z.ZodType>(shape: Shape) => shape.nullish().transform((value) => value ?? null)

const validity = { validFrom: orNull(instant), validTo: orNull(instant) }
const changedValidity = { validFrom: instant.nullish(), validTo: instant.nullish() }

/** By which name a caller knows his request again. */
export const request = { idempotencyKey: orNull(text(100).min(1, 'at least one character')) }
const seen = { id, expectedVersion: orNull(version), ...request }

type Validity = { readonly validFrom?: Date | null | undefined; readonly validTo?: Date | null | undefined }
const endsAfterItBegins = ({ validFrom, validTo }: Validity) =>
  validFrom == null || validTo == null || validFrom.getTime() <= validTo.getTime()
const disorder = { path: ['validTo'], message: 'not before validFrom' }

/** Refuses a validity that ends before it begins, where one of both was there before. */
export function demandOrder(validity: Validity): void {
  if (!endsAfterItBegins(validity)) throw badInput('validTo', 'validTo: not before validFrom')
}

/** The fields that make a memory. */
export const memoryFields = {
  type: typeName,
  title,
  content: orDefault(content, ''),
  tags: orDefault(tags, []),
  properties: orDefault(properties, {}),
  source: orNull(source),
  attachments: orDefault(attachments, []),
  /** Absent is not null: what is imported again stays where it lies. */
  spaceId: id.nullish(),
  confidence: orNull(unit),
  importance: orNull(unit),
  ...validity,
}

/** The fields that make a relation, beside its ends. */
export const relationFields = {
  type: typeName,
  weight: orDefault(weight, 1),
  properties: orDefault(properties, {}),
  source: orNull(source),
  ...validity,
}

export const createMemoryShape = z.object({ ...memoryFields, ...request }).refine(endsAfterItBegins, disorder)

/** What is absent stays. What is null is emptied; only what may be empty may be null. */
export const updateMemoryShape = z.object({
  ...seen,
  type: typeName.optional(),
  title: title.optional(),
  content: content.optional(),
  tags: tags.optional(),
  properties: properties.optional(),
  source: source.nullish(),
  attachments: attachments.optional(),
  spaceId: id.nullish(),
  confidence: unit.nullish(),
  importance: unit.nullish(),
  ...changedValidity,
})

export const deleteShape = z.object(seen)
export const restoreShape = z.object({ id, ...request })
export const mergeMemoriesShape = z
  .object({
    winnerId: id,
    loserId: id,
    expectedWinnerVersion: orNull(version),
    expectedLoserVersion: orNull(version),
    ...request,
  })
  .refine(({ winnerId, loserId }) => winnerId !== loserId, { path: ['loserId'], message: 'another memory' })

export const createRelationShape = z
  .object({ fromId: id, toId: id, ...relationFields, ...request })
  .refine(({ fromId, toId }) => fromId !== toId, { path: ['toId'], message: 'another memory' })
  .refine(endsAfterItBegins, disorder)

export const updateRelationShape = z.object({
  ...seen,
  weight: weight.optional(),
  properties: properties.optional(),
  source: source.nullish(),
  ...changedValidity,
})

export const attachDocumentShape = z.object({ memoryId: id, documentId: id })
