import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  isUnionType,
  Kind,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLOutputType,
  type SelectionSetNode,
} from 'graphql'
import { collectFields, type OperationSetting } from '../execution/collect-fields.ts'

/** How many objects an operation may answer with at most, for these variables (with their defaults). */
export type OperationCost = (variables: Readonly<Record<string, unknown>>) => number

/** Arguments that bound how many items a list, or the lists of a connection, have. */
const sizeArguments = new Set(['first', 'last', 'limit'])
/** What a list is taken to have where nothing bounds it. */
const assumedSize = 10

/** Compiles the estimate: one for each object, times the sizes of the lists that it stands in. */
export function compileCost(
  setting: OperationSetting,
  root: GraphQLCompositeType,
  selectionSet: SelectionSetNode,
): OperationCost {
  return costOfType(setting, root, [selectionSet], undefined)
}

/** `pageSize` is what the field that leads here was asked for, where that was a page. */
function costOfType(
  setting: OperationSetting,
  type: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
  pageSize: OperationCost | undefined,
): OperationCost {
  // What may be of several types costs as much as the dearest of them.
  const possible = isAbstractType(type) ? setting.schema.getPossibleTypes(type) : [type]
  const costs = possible.map((one) => {
    const fields = collectFields(setting, one, selectionSets).flatMap((field) => {
      const definition = isUnionType(one) ? undefined : one.getFields()[field.name]
      const [node] = field.nodes
      if (definition === undefined || node === undefined) return []
      return costOfField(setting, definition, node, field.selectionSets, pageSize)
    })
    return (variables: Readonly<Record<string, unknown>>) => fields.reduce((sum, cost) => sum + cost(variables), 0)
  })
  return (variables) => costs.reduce((most, cost) => Math.max(most, cost(variables)), 0)
}

function costOfField(
  setting: OperationSetting,
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  selectionSets: readonly SelectionSetNode[],
  pageSize: OperationCost | undefined,
): OperationCost[] {
  const type = getNamedType(definition.type)
  if (!isCompositeType(type)) return []
  const asked = sizeOf(definition, node)
  const isList = hasList(definition.type)
  const inner = costOfType(setting, type, selectionSets, isList ? undefined : asked)
  const size = isList ? (asked ?? pageSize ?? (() => assumedSize)) : () => 1
  return [(variables) => size(variables) * (1 + inner(variables))]
}

function sizeOf(definition: GraphQLField<unknown, unknown>, node: FieldNode): OperationCost | undefined {
  const argument = definition.args.find(({ name }) => sizeArguments.has(name))
  if (argument === undefined) return undefined
  const value = node.arguments?.find(({ name }) => name.value === argument.name)?.value
  const otherwise = typeof argument.defaultValue === 'number' ? argument.defaultValue : assumedSize
  const bounded = (given: unknown) => (typeof given === 'number' && given >= 0 ? given : otherwise)
  if (value?.kind === Kind.INT) {
    const size = bounded(Number(value.value))
    return () => size
  }
  if (value?.kind !== Kind.VARIABLE) return () => otherwise
  const name = value.name.value
  return (variables) => bounded(variables[name])
}

const hasList = (type: GraphQLOutputType): boolean => isListType(type) || (isNonNullType(type) && hasList(type.ofType))
