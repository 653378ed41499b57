import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type ExecutionResult,
  type FieldNode,
  type GraphQLSchema,
} from 'graphql'
import { reserveAlias } from '../planning/reserved-alias.ts'
import { plannedOnce, printWith, tellerOf, withSelected, type SubscriptionField } from './subscription-field.ts'

/** How the events of a subscription are told apart of which a slow reader needs the latest only. */
export type CoalescePlan = {
  /** The subscription with the key of each event in its answer. */
  readonly query: string
  /** What an event tells of; `undefined` where it does not say. */
  keyOf(event: ExecutionResult): string | undefined
}

/** The plan for a subscription whose field has `@coalesce(by:)` in the supergraph; `undefined` for all others. */
export const coalescePlanOf = plannedOnce(makePlan)

function makePlan(schema: GraphQLSchema, subscription: SubscriptionField): CoalescePlan | undefined {
  const { field } = subscription
  const by = keyFieldOf(schema, field)
  if (by === undefined) return undefined
  const key = reserveAlias(by)
  const tell = tellerOf(field, key)
  return {
    query: printWith(subscription, withSelected(field, key, by)),
    keyOf: (event) => {
      const value = tell(event)
      return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
    },
  }
}

/** The field of the events that `@coalesce` names. Throws where they have none of that name. */
function keyFieldOf(schema: GraphQLSchema, { name }: FieldNode): string | undefined {
  const definition = schema.getSubscriptionType()?.getFields()[name.value]
  const directive = definition?.astNode?.directives?.find((one) => one.name.value === 'coalesce')
  const by = directive?.arguments?.find((argument) => argument.name.value === 'by')?.value
  if (definition === undefined || by?.kind !== Kind.STRING) return undefined
  const type = getNamedType(definition.type)
  if (!(isObjectType(type) || isInterfaceType(type)) || type.getFields()[by.value] === undefined)
    throw new Error(`${type.name} has no field ${by.value} to coalesce ${name.value} by`)
  return by.value
}
