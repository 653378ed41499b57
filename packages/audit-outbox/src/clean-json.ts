import type { Json } from './audit-record.ts'

/**
 * The same value with what PostgreSQL's `jsonb` and RFC 8785 refuse replaced: unpaired surrogates and NUL
 * become U+FFFD, numbers that are not finite become null, absent properties are dropped. A record is never
 * lost, nor the operation that made it, because of a character that someone typed.
 */
export function cleanJson(value: Json): Json {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'object' || value === null) return value
  if (isList(value)) return value.map(cleanJson)
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[cleanText(key), cleanJson(item)]])),
  )
}

const cleanText = (text: string) => text.toWellFormed().replaceAll('\0', '\uFFFD')

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
