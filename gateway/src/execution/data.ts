/** One object of a subgraph's answer, or of the answer being put together. */
export type Data = { [key: string]: unknown }

export const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Adds what a subgraph answered to what is there: objects field by field, lists of the same length item by item, all
 * else replaced. `source` is given away: its objects become part of `target`.
 */
export function mergeData(target: Data, source: Data): void {
  for (const key of Object.keys(source)) {
    const value = source[key]
    if (value === undefined) continue
    target[key] = merged(target[key], value)
  }
}

/** The same with `source` left as it is, since others are given it too. */
export function mergeCopyOf(target: Data, source: Data): void {
  for (const key of Object.keys(source)) {
    const value = source[key]
    if (value === undefined) continue
    target[key] = typeof value === 'object' && value !== null ? merged(target[key], copyData(value)) : value
  }
}

function merged(existing: unknown, value: unknown): unknown {
  if (Array.isArray(value)) {
    if (!Array.isArray(existing) || existing.length !== value.length) return value
    for (let i = 0; i < value.length; i++) existing[i] = merged(existing[i], value[i])
    return existing
  }
  if (isData(value) && isData(existing)) {
    mergeData(existing, value)
    return existing
  }
  return value
}

/** A copy of all objects and lists, so that two places of an answer can grow apart. */
export function copyData<T>(value: T): T
export function copyData(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => copyData(item))
  if (!isData(value)) return value
  const copy: Data = {}
  for (const key of Object.keys(value)) copy[key] = copyData(value[key])
  return copy
}
