import type { Json } from './audit-record.ts'

/**
 * A value as JSON with what PostgreSQL's `jsonb` and RFC 8785 refuse replaced: unpaired surrogates and NUL become U+FFFD,
 * numbers that are not finite become null, absent properties are dropped. A record is never lost, nor the operation that
 * made it, because of a character that someone typed.
 */
export function cleanJson(value: Json): string {
  const text = JSON.stringify(value)
  // Almost no value holds what must be replaced, which its text shows.
  return suspicious.test(text) ? JSON.stringify(cleaned(value)) : text
}

/** NUL, or half of a surrogate pair, as `JSON.stringify` writes them. */
const suspicious = /\\u(?:0000|d[89a-f])/

function cleaned(value: Json): Json {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value !== 'object' || value === null) return value
  if (isList(value)) return value.map(cleaned)
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[cleanText(key), cleaned(item)]])),
  )
}

const cleanText = (text: string) => text.toWellFormed().replaceAll('\0', '\uFFFD')

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
