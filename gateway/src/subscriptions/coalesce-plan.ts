import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  OperationTypeNode,
  parse,
  print,
  type ExecutionResult,
  type FieldNode,
  type GraphQLSchema,
} from 'graphql'
import { reserveAlias } from '../planning/reserved-alias.ts'

/** How the events of a subscription are told apart of which a slow reader needs the latest only. */
export type CoalescePlan = {
  /** The subscription with the key of each event in its answer. */
  readonly query: string
  /** What an event tells of; `undefined` where it does not say. */
  keyOf(event: ExecutionResult): string | undefined
}

type Source = { readonly query: string }

const plans = new WeakMap<Source, { readonly plan: CoalescePlan | undefined }>()

/** The plan for a subscription whose field has `@coalesce(by:)` in the supergraph; `undefined` for all others. Made once for each. */
export function coalescePlanOf(schema: GraphQLSchema, source: Source): CoalescePlan | undefined {
  const known = plans.get(source)
  if (known !== undefined) return known.plan
  const plan = makePlan(schema, source)
  plans.set(source, { plan })
  return plan
}

function makePlan(schema: GraphQLSchema, { query }: Source): CoalescePlan | undefined {
  const document = parse(query, { noLocation: true })
  const operation = document.definitions.find(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.SUBSCRIPTION,
  )
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return undefined
  const field = operation.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD)
  const by = field && keyFieldOf(schema, field)
  if (field === undefined || by === undefined) return undefined
  const key = reserveAlias(by)
  const told: FieldNode = {
    ...field,
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [
        ...(field.selectionSet?.selections ?? []),
        { kind: Kind.FIELD, alias: { kind: Kind.NAME, value: key }, name: { kind: Kind.NAME, value: by } },
      ],
    },
  }
  const changed = { ...operation, selectionSet: { ...operation.selectionSet, selections: [told] } }
  const responseName = field.alias?.value ?? field.name.value
  return {
    query: print({ ...document, definitions: document.definitions.map((one) => (one === operation ? changed : one)) }),
    keyOf: ({ data }) => {
      const event = data?.[responseName]
      const value = typeof event === 'object' && event !== null ? (event as Record<string, unknown>)[key] : undefined
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
