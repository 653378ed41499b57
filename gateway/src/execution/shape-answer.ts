import {
  GraphQLError,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLCompositeType,
  type GraphQLLeafType,
  type GraphQLOutputType,
  type SelectionSetNode,
} from 'graphql'
import { collectFields, type DeferredFragment, type FieldOccurrences, type OperationSetting } from './collect-fields.ts'
import { isData, type Data } from './data.ts'
import type { AnswerPath } from './entity-path.ts'

/** Stands for a null whose reason is already recorded, so that it is recorded once. */
const broken = Symbol('broken')

type Trail = { readonly before: Trail | undefined; readonly key: string | number } | undefined
type Shaping = {
  readonly found: { readonly message: string; readonly trail: Trail }[]
  readonly introspect: Introspect
  readonly waiting: { readonly label: string; readonly trail: Trail; readonly shape: Shape; readonly value: Data }[]
}
type Shape = (value: unknown, shaping: Shaping, trail: Trail) => unknown
/** Gets where the value stands as the trail to its parent and its own key, so that only what has children allocates. */
type Complete = (value: unknown, shaping: Shaping, parent: Trail, key: string | number) => unknown
type Introspect = (field: FieldOccurrences) => unknown

type FieldShape = {
  readonly name: string
  readonly from: string
  readonly owner: string
  readonly isNonNull: boolean
  readonly complete: Complete
}

export type Shaped = {
  readonly data: Data | null
  readonly violations: readonly GraphQLError[]
  /** The fragments that come later, at each object that asks for them. */
  readonly waiting: readonly WaitingFragment[]
}

export type WaitingFragment = {
  readonly label: string
  readonly path: AnswerPath
  /** Makes its part of the answer, once what it asks for has come. */
  complete(): Shaped
}

export type ShapeOptions = OperationSetting & {
  /** Whether some fragments come later. */
  readonly hasDeferred: boolean
}

/**
 * Compiles an operation into the function that makes the client's answer out of all that subgraphs sent: only what was
 * asked, in the order it was asked, leaves checked against their type, nulls carried up from where none may stand.
 */
export function compileShape(
  operation: ShapeOptions,
  root: GraphQLCompositeType,
  selectionSet: SelectionSetNode,
): (data: Data, introspect: Introspect) => Shaped {
  const shapeRoot = shapeObject(operation, root, [selectionSet])
  return (data, introspect) => shapeFrom(shapeRoot, data, introspect, undefined)
}

function shapeFrom(shape: Shape, value: Data, introspect: Introspect, from: Trail): Shaped {
  const shaping: Shaping = { found: [], waiting: [], introspect }
  const shaped = shape(value, shaping, from)
  const data = isData(shaped) ? shaped : null
  const skipped = pathOf(from).length
  return {
    data,
    violations: shaping.found.map(({ message, trail }) => new GraphQLError(message, { path: pathOf(trail) })),
    waiting: shaping.waiting.flatMap(({ label, trail, shape: later, value: object }) => {
      const path = pathOf(trail)
      // What a null further up has taken away waits for nothing.
      if (!isReached(data, path.slice(skipped))) return []
      return { label, path, complete: () => shapeFrom(later, object, introspect, trail) }
    }),
  }
}

function isReached(data: unknown, path: AnswerPath): boolean {
  let value = data
  for (const key of path) {
    if (typeof key === 'number' ? !Array.isArray(value) : !isData(value)) return false
    value = (value as Readonly<Record<string | number, unknown>>)[key]
  }
  return isData(value)
}

function shapeObject(
  operation: ShapeOptions,
  declared: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
): Shape {
  const shapes = new Map<string, ObjectShape | null>()
  const shapeOf = (typename: string): ObjectShape | null => {
    let shape = shapes.get(typename)
    if (shape === undefined) {
      const type = operation.schema.getType(typename)
      shape = isCompositeType(type) ? objectShape(operation, type, selectionSets) : null
      shapes.set(typename, shape)
    }
    return shape
  }
  const isFixed = isObjectType(declared)
  return (value, shaping, trail) => {
    if (!isData(value)) return violation(shaping, trail, `Invalid value found for an object of type ${declared.name}.`)
    const typename = isFixed ? declared.name : (value['__typename'] ?? declared.name)
    const shape = typeof typename === 'string' ? shapeOf(typename) : null
    if (shape === null) return violation(shaping, trail, 'Invalid __typename found for object.')
    const shaped: Data = {}
    for (const field of shape.fields) {
      const result = completeField(field, value, shaping, trail)
      if (result === broken) return broken
      shaped[field.name] = result
    }
    for (const later of shape.deferred) shaping.waiting.push({ ...later, trail, value })
    return shaped
  }
}

function completeField(field: FieldShape, source: Data, shaping: Shaping, parent: Trail): unknown {
  const raw = source[field.from] ?? null
  const value = raw === null && field.from !== '' ? null : field.complete(raw, shaping, parent, field.name)
  if (value !== null && value !== broken) return value
  if (!field.isNonNull) return null
  if (value === broken) return broken
  const trail = { before: parent, key: field.name }
  return violation(shaping, trail, `Cannot return null for non-nullable field ${field.owner}.${field.name}.`)
}

function violation(shaping: Shaping, trail: Trail, message: string): typeof broken {
  shaping.found.push({ message, trail })
  return broken
}

type ObjectShape = {
  readonly fields: readonly FieldShape[]
  readonly deferred: readonly { readonly label: string; readonly shape: Shape }[]
}

function objectShape(
  operation: ShapeOptions,
  type: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
): ObjectShape {
  const shapes: FieldShape[] = []
  const deferred: DeferredFragment[] | undefined = operation.hasDeferred ? [] : undefined
  for (const field of collectFields(operation, type, selectionSets, deferred)) {
    const common = { name: field.responseName, owner: type.name }
    if (field.name === '__typename') {
      shapes.push({ ...common, from: '', isNonNull: true, complete: typenameOf(type) })
    } else if (field.name === '__schema' || field.name === '__type') {
      shapes.push({ ...common, from: '', isNonNull: false, complete: (_, { introspect }) => introspect(field) })
    } else {
      const definition = 'getFields' in type ? type.getFields()[field.name] : undefined
      if (definition === undefined) continue
      shapes.push({
        ...common,
        from: field.plannedName,
        isNonNull: isNonNullType(definition.type),
        complete: completeType(operation, definition.type, field),
      })
    }
  }
  const later = (deferred ?? []).map(({ label, selectionSet }) => ({
    label,
    shape: shapeObject(operation, type, [selectionSet]),
  }))
  return { fields: shapes, deferred: later }
}

/** An interface that no subgraph has told the implementation of has no name to answer with. */
const typenameOf =
  (type: GraphQLCompositeType): Complete =>
  () =>
    isAbstractType(type) ? broken : type.name

function completeType(operation: ShapeOptions, type: GraphQLOutputType, field: FieldOccurrences): Complete {
  if (isNonNullType(type)) return completeType(operation, type.ofType, field)
  if (isListType(type)) return completeList(operation, type.ofType, field)
  if (isLeafType(type)) return completeLeaf(type)
  const shape = shapeObject(operation, type, field.selectionSets)
  return (value, shaping, before, key) => shape(value, shaping, { before, key })
}

function completeList(operation: ShapeOptions, itemType: GraphQLOutputType, field: FieldOccurrences): Complete {
  const complete = completeType(operation, itemType, field)
  const isNonNull = isNonNullType(itemType)
  return (value, shaping, before, key) => {
    const trail = { before, key }
    if (!Array.isArray(value)) return violation(shaping, trail, 'Invalid non-list value found for a list.')
    const items: unknown[] = []
    for (let index = 0; index < value.length; index++) {
      const raw: unknown = value[index] ?? null
      const item = raw === null ? null : complete(raw, shaping, trail, index)
      if (isNonNull && item === broken) return broken
      if (isNonNull && item === null) {
        const at = { before: trail, key: index }
        return violation(shaping, at, `Cannot return null for non-nullable array element at index ${index}.`)
      }
      items.push(item === broken ? null : item)
    }
    return items
  }
}

function completeLeaf(type: GraphQLLeafType): Complete {
  const isValid = leafTest(type)
  if (isValid === undefined) return (value) => value
  return (value, shaping, before, key) =>
    isValid(value) ? value : violation(shaping, { before, key }, `Invalid value found for a leaf of type ${type.name}.`)
}

function leafTest(type: GraphQLLeafType): ((value: unknown) => boolean) | undefined {
  if (isEnumType(type)) {
    const names = new Set<unknown>(type.getValues().map(({ name }) => name))
    return (value) => names.has(value)
  }
  switch (type.name) {
    case 'Int':
      return (value) => typeof value === 'number' && (value | 0) === value
    case 'Float':
      return (value) => typeof value === 'number'
    case 'Boolean':
      return (value) => typeof value === 'boolean'
    case 'String':
      return (value) => typeof value === 'string'
    case 'ID':
      return (value) => typeof value === 'string' || (typeof value === 'number' && Number.isInteger(value))
    default:
      return undefined
  }
}

function pathOf(trail: Trail): (string | number)[] {
  const path: (string | number)[] = []
  for (let at = trail; at !== undefined; at = at.before) path.unshift(at.key)
  return path
}
