import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  print,
  valueFromASTUntyped,
  type ExecutionResult,
  type FieldNode,
  type GraphQLSchema,
  type SelectionNode,
} from 'graphql'
import { reserveAlias } from '../planning/reserved-alias.ts'
import {
  named,
  plannedOnce,
  printWith,
  readSubscription,
  tellerOf,
  withSelected,
  type SubscriptionField,
} from './subscription-field.ts'

/** How a stream is opened again where it stood: with `after` at the last event that it brought. */
export type ResumePlan = {
  /** The subscription with the place to begin at as a variable, and with the place of each event in its answer. */
  readonly query: string
  /** The name of that variable. */
  readonly variable: string
  /** Where the client wants it to begin. */
  first(variables: Readonly<Record<string, unknown>>): unknown
  /** Where an event stands; `undefined` where it does not tell. */
  placeOf(event: ExecutionResult): unknown
}

const argument = 'after'
const placeField = 'seq'

/**
 * The plan for a subscription whose field has an argument `after` and whose events tell their place as `seq`; `undefined`
 * for all others.
 */
export const resumePlanOf = plannedOnce(makePlan)

function makePlan(schema: GraphQLSchema, subscription: SubscriptionField): ResumePlan | undefined {
  const { operation, field } = subscription
  const definition = schema.getSubscriptionType()?.getFields()[field.name.value]
  const after = definition?.args.find(({ name }) => name === argument)
  const type = definition && getNamedType(definition.type)
  if (after === undefined || !(isObjectType(type) || isInterfaceType(type))) return undefined
  if (type.getFields()[placeField] === undefined) return undefined

  const variable = reserveAlias(argument)
  const place = reserveAlias(placeField)
  const given = field.arguments?.find(({ name }) => name.value === argument)?.value
  const resumed: FieldNode = {
    ...withSelected(field, place, placeField),
    arguments: [
      ...(field.arguments ?? []).filter(({ name }) => name.value !== argument),
      { kind: Kind.ARGUMENT, name: named(argument), value: { kind: Kind.VARIABLE, name: named(variable) } },
    ],
  }
  // Typed as the argument is, whatever the client's own variable was.
  const typed = readSubscription(`subscription ($${variable}: ${String(after.type)}) { x }`)
  const variables = [...(operation.variableDefinitions ?? []), ...(typed?.operation.variableDefinitions ?? [])].filter(
    ({ variable: { name } }) => name.value === variable || isUsed(name.value, [resumed]),
  )
  return {
    query: printWith(subscription, resumed, variables),
    variable,
    first: (values) => (given === undefined ? after.defaultValue : valueFromASTUntyped(given, values)),
    placeOf: tellerOf(field, place),
  }
}

/** Whether a variable still stands somewhere: one that does not may not be declared. */
const isUsed = (name: string, selections: readonly SelectionNode[]): boolean =>
  selections.some((selection) => new RegExp(`\\$${name}\\b`).test(print(selection)))
