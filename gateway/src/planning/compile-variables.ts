import {
  getVariableValues,
  GraphQLError,
  isEnumType,
  isInputType,
  isListType,
  isNonNullType,
  specifiedScalarTypes,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type VariableDefinitionNode,
} from 'graphql'

type Values = Readonly<Record<string, unknown>>

export type CoerceVariables = (
  given: Values,
) => { readonly values: Values } | { readonly errors: readonly GraphQLError[] }

/**
 * Compiles CoerceVariableValues of the GraphQL specification (6.1.2). Most values are what they become: those are only
 * looked at, and GraphQL.js is left all others.
 */
export function compileVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
): CoerceVariables {
  const plain = definitions.map((definition) => {
    const type = typeFromAST(schema, definition.type)
    return {
      name: definition.variable.name.value,
      isPlain: isInputType(type) ? plainTest(type) : never,
      mayBeAbsent: definition.defaultValue === undefined && isInputType(type) && !isNonNullType(type),
    }
  })
  return (given) => {
    const values: Record<string, unknown> = {}
    for (const { name, isPlain, mayBeAbsent } of plain) {
      const value = Object.hasOwn(given, name) ? given[name] : undefined
      if (value === undefined ? !mayBeAbsent : !isPlain(value)) return coerce(schema, definitions, given)
      if (value !== undefined) values[name] = value
    }
    return { values }
  }
}

function coerce(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  given: Values,
): ReturnType<CoerceVariables> {
  const { coerced, errors } = getVariableValues(schema, definitions, given, { maxErrors: 20 })
  if (errors === undefined) return { values: coerced }
  return { errors: errors.map(({ message, nodes }) => new GraphQLError(message, { nodes: nodes ?? null, extensions })) }
}

const extensions = { code: 'BAD_USER_INPUT' }

type Test = (value: unknown) => boolean
const never: Test = () => false

/** Whether a value is what it would be coerced to. */
function plainTest(type: GraphQLInputType): Test {
  if (isNonNullType(type)) {
    const isPlain = plainTest(type.ofType)
    return (value) => value !== null && isPlain(value)
  }
  if (isListType(type)) {
    const isPlain = plainTest(type.ofType)
    return (value) => value === null || (Array.isArray(value) && value.every(isPlain))
  }
  const isPlain = isEnumType(type)
    ? (value: unknown) => typeof value === 'string' && type.getValue(value)?.value === value
    : (specifiedScalarTypes.some((scalar) => scalar === type) && scalarTests[type.name]) || never
  return (value) => value === null || isPlain(value)
}

const scalarTests: Readonly<Record<string, Test>> = {
  ID: (value) => typeof value === 'string',
  String: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  Int: (value) => typeof value === 'number' && (value | 0) === value,
  Float: (value) => typeof value === 'number' && Number.isFinite(value),
}
