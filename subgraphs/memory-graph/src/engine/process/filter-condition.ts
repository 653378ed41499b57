import type { MemoryFilter } from '../engine.ts'
import type { Parameters } from './graph-database.ts'

/**
 * The conditions of a filter that the database checks itself; `matchesFilter` checks them all. The text is put together from
 * the constants below alone, so there are few statements to prepare; values are parameters.
 */
export function filterCondition(
  filter: MemoryFilter,
  hiddenSpaceIds: readonly string[] = [],
): { condition: string; parameters: Parameters } {
  const present: string[] = []
  const parameters: Parameters = {}
  const require = (condition: string, values: Parameters) => {
    present.push(condition)
    Object.assign(parameters, values)
  }
  if (hiddenSpaceIds.length > 0) {
    require(`(node.spaceId IS NULL OR NOT node.spaceId IN CAST($hiddenSpaceIds AS STRING[]))`, {
      hiddenSpaceIds: [...hiddenSpaceIds],
    })
  }
  if (filter.types !== undefined) require(`node.type IN CAST($types AS STRING[])`, { types: [...filter.types] })
  if (filter.spaceIds !== undefined) {
    require(`node.spaceId IN CAST($spaceIds AS STRING[])`, { spaceIds: [...filter.spaceIds] })
  }
  if (filter.createdBy !== undefined) {
    require(`node.createdBy IN CAST($createdBy AS STRING[])`, { createdBy: [...filter.createdBy] })
  }
  const [tag] = filter.tags ?? []
  if (tag !== undefined) require(`list_contains(node.tags, $tag)`, { tag })
  if (filter.createdFrom !== undefined) {
    require(`node.createdAt >= CAST($createdFrom AS INT64)`, { createdFrom: filter.createdFrom })
  }
  if (filter.createdTo !== undefined) {
    require(`node.createdAt < CAST($createdTo AS INT64)`, { createdTo: filter.createdTo })
  }
  if (filter.validAt !== undefined) {
    require(`(node.validFrom IS NULL OR node.validFrom <= CAST($validAt AS INT64))
       AND (node.validTo IS NULL OR node.validTo > CAST($validAt AS INT64))`, { validAt: filter.validAt })
  }
  return { condition: present.length === 0 ? '' : `WHERE ${present.join(' AND ')}`, parameters }
}
