import type { MemoryFilter } from '../engine.ts'
import type { Row } from './graph-database.ts'
import { number, numberOrNull, text, textOrNull, texts } from './row-fields.ts'

/** Does a memory, of which the row holds the columns of a filter, meet every condition of it? */
export function matchesFilter(row: Row, filter: MemoryFilter): boolean {
  if (filter.types !== undefined && !filter.types.includes(text(row, 'type'))) return false
  if (filter.createdBy !== undefined && !filter.createdBy.includes(text(row, 'createdBy'))) return false
  if (filter.spaceIds !== undefined) {
    const spaceId = textOrNull(row, 'spaceId')
    if (spaceId === null || !filter.spaceIds.includes(spaceId)) return false
  }
  if (filter.tags !== undefined) {
    const tags = texts(row, 'tags')
    if (!filter.tags.every((tag) => tags.includes(tag))) return false
  }
  if (filter.createdFrom !== undefined && number(row, 'createdAt') < filter.createdFrom) return false
  if (filter.createdTo !== undefined && number(row, 'createdAt') >= filter.createdTo) return false
  if (filter.validAt !== undefined) {
    const from = numberOrNull(row, 'validFrom')
    const to = numberOrNull(row, 'validTo')
    if ((from !== null && from > filter.validAt) || (to !== null && to <= filter.validAt)) return false
  }
  return filter.properties === undefined || hasProperties(text(row, 'properties'), filter.properties)
}

function hasProperties(json: string, wanted: Readonly<Record<string, unknown>>): boolean {
  const properties: unknown = JSON.parse(json)
  if (typeof properties !== 'object' || properties === null) return false
  const found = new Map(Object.entries(properties))
  return Object.entries(wanted).every(([key, value]) => found.has(key) && found.get(key) === value)
}
