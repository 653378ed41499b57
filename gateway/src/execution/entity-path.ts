import { isData, type Data } from './data.ts'

/** Where a fetch's entities stand in the answer: field names, with `@` for "every item of this list". */
export type EntityPath = readonly (string | number)[]

/** Where something stands in one answer: field names and list indexes. */
export type AnswerPath = readonly (string | number)[]

/** All objects at a path, in order, without the nulls. */
export function entitiesAt(root: Data, path: EntityPath): Data[] {
  const found: Data[] = []
  collect(root, path, 0, found)
  return found
}

function collect(start: unknown, path: EntityPath, from: number, found: Data[]): void {
  let value = start
  for (let i = from; i < path.length; i++) {
    if (Array.isArray(value)) {
      const next = path[i] === '@' ? i + 1 : i
      for (const item of value) collect(item, path, next, found)
      return
    }
    const key = path[i]
    if (!isData(value) || key === undefined) return
    value = value[key]
  }
  if (isData(value)) found.push(value)
}

/** All objects at a path with the objects around each, the outermost first. */
export function entitiesWithAncestors(root: Data, path: EntityPath): { entity: Data; ancestors: readonly Data[] }[] {
  const found: { entity: Data; ancestors: readonly Data[] }[] = []
  const visit = (value: unknown, [key, ...rest]: EntityPath, ancestors: readonly Data[]): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, key === '@' ? rest : key === undefined ? [] : [key, ...rest], ancestors)
    } else if (isData(value)) {
      if (key === undefined) found.push({ entity: value, ancestors })
      else visit(value[key], rest, [...ancestors, value])
    }
  }
  visit(root, path, [])
  return found
}

/** The answer path of each object at a path. Walked only when an error has to be placed. */
export function answerPathsAt(root: Data, path: EntityPath): Map<Data, AnswerPath> {
  const paths = new Map<Data, AnswerPath>()
  walk(root, path, [], paths)
  return paths
}

function walk(value: unknown, path: EntityPath, trail: AnswerPath, paths: Map<Data, AnswerPath>): void {
  const [key, ...rest] = path
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) walk(item, key === '@' ? rest : path, [...trail, index], paths)
  } else if (!isData(value)) {
    return
  } else if (key === undefined) {
    if (!paths.has(value)) paths.set(value, trail)
  } else {
    walk(value[key], rest, [...trail, key], paths)
  }
}

/** The part of a path that is the same for every entity: up to the first list. */
export function sharedPrefix(path: EntityPath): AnswerPath {
  const list = path.indexOf('@')
  return list === -1 ? path : path.slice(0, list)
}
