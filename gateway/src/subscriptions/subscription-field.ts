import {
  Kind,
  OperationTypeNode,
  parse,
  print,
  type DefinitionNode,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'

export type SubscriptionSource = { readonly query: string }

/** A subscription and its one field. */
export type SubscriptionField = {
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly field: FieldNode
}

/** Makes the plan for a subscription once for each, however often it is opened. */
export function plannedOnce<Plan>(
  make: (schema: GraphQLSchema, subscription: SubscriptionField) => Plan | undefined,
): (schema: GraphQLSchema, source: SubscriptionSource) => Plan | undefined {
  const plans = new WeakMap<SubscriptionSource, { readonly plan: Plan | undefined }>()
  return (schema, source) => {
    const known = plans.get(source)
    if (known !== undefined) return known.plan
    const subscription = readSubscription(source.query)
    const plan = subscription && make(schema, subscription)
    plans.set(source, { plan })
    return plan
  }
}

export function readSubscription(query: string): SubscriptionField | undefined {
  const document = parse(query, { noLocation: true })
  const operation = document.definitions.find(isSubscription)
  const field = operation?.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD)
  return operation === undefined || field === undefined ? undefined : { document, operation, field }
}

/** The field with one more of its events' fields, under an alias that is ours. */
export const withSelected = (field: FieldNode, alias: string, name: string): FieldNode => ({
  ...field,
  selectionSet: {
    kind: Kind.SELECTION_SET,
    selections: [
      ...(field.selectionSet?.selections ?? []),
      { kind: Kind.FIELD, alias: named(alias), name: named(name) },
    ],
  },
})

/** The text of the subscription with another field in the place of its own. */
export function printWith(
  { document, operation }: SubscriptionField,
  field: FieldNode,
  variableDefinitions = operation.variableDefinitions,
): string {
  const changed: OperationDefinitionNode = {
    ...operation,
    ...(variableDefinitions !== undefined && { variableDefinitions }),
    selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
  }
  return print({ ...document, definitions: document.definitions.map((one) => (one === operation ? changed : one)) })
}

/** Reads what an event tells under that alias; `undefined` where it does not tell. */
export function tellerOf(field: FieldNode, alias: string): (event: ExecutionResult) => unknown {
  const responseName = field.alias?.value ?? field.name.value
  return ({ data }) => {
    const event = data?.[responseName]
    return typeof event === 'object' && event !== null ? (event as Record<string, unknown>)[alias] : undefined
  }
}

export const named = (value: string) => ({ kind: Kind.NAME, value }) as const

const isSubscription = (definition: DefinitionNode): definition is OperationDefinitionNode =>
  definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.SUBSCRIPTION
