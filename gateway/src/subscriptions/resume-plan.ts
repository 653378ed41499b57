import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  OperationTypeNode,
  parse,
  print,
  valueFromASTUntyped,
  type DefinitionNode,
  type ExecutionResult,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql'
import { reserveAlias } from '../planning/reserved-alias.ts'

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

type Source = { readonly query: string }

const argument = 'after'
const placeField = 'seq'
const plans = new WeakMap<Source, { readonly plan: ResumePlan | undefined }>()

/**
 * The plan for a subscription whose field has an argument `after` and whose events tell their place as `seq`; `undefined`
 * for all others. Made once for each.
 */
export function resumePlanOf(schema: GraphQLSchema, source: Source): ResumePlan | undefined {
  const known = plans.get(source)
  if (known !== undefined) return known.plan
  const plan = makePlan(schema, source)
  plans.set(source, { plan })
  return plan
}

function makePlan(schema: GraphQLSchema, { query }: Source): ResumePlan | undefined {
  const document = parse(query, { noLocation: true })
  const operation = document.definitions.find(isSubscription)
  const field = operation?.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD)
  if (operation === undefined || field === undefined) return undefined
  const definition = schema.getSubscriptionType()?.getFields()[field.name.value]
  const after = definition?.args.find(({ name }) => name === argument)
  const type = definition && getNamedType(definition.type)
  if (after === undefined || !(isObjectType(type) || isInterfaceType(type))) return undefined
  if (type.getFields()[placeField] === undefined) return undefined

  const variable = reserveAlias(argument)
  const place = reserveAlias(placeField)
  const given = field.arguments?.find(({ name }) => name.value === argument)?.value
  const resumed: FieldNode = {
    ...field,
    arguments: [
      ...(field.arguments ?? []).filter(({ name }) => name.value !== argument),
      { kind: Kind.ARGUMENT, name: named(argument), value: { kind: Kind.VARIABLE, name: named(variable) } },
    ],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [
        ...(field.selectionSet?.selections ?? []),
        { kind: Kind.FIELD, alias: named(place), name: named(placeField) },
      ],
    },
  }
  // Typed as the argument is, whatever the client's own variable was.
  const typed = parse(`subscription ($${variable}: ${String(after.type)}) { x }`, { noLocation: true }).definitions[0]
  const declared = typed !== undefined && isSubscription(typed) ? (typed.variableDefinitions ?? []) : []
  const changed: OperationDefinitionNode = {
    ...operation,
    variableDefinitions: [...(operation.variableDefinitions ?? []), ...declared].filter(
      ({ variable: { name } }) => name.value === variable || isUsed(name.value, [resumed]),
    ),
    selectionSet: { kind: Kind.SELECTION_SET, selections: [resumed] },
  }
  const responseName = field.alias?.value ?? field.name.value
  return {
    query: print({
      ...document,
      definitions: document.definitions.map((one) => (one === operation ? changed : one)),
    }),
    variable,
    first: (variables) => (given === undefined ? after.defaultValue : valueFromASTUntyped(given, variables)),
    placeOf: ({ data }) => {
      const event = data?.[responseName]
      return typeof event === 'object' && event !== null ? (event as Record<string, unknown>)[place] : undefined
    },
  }
}

const named = (value: string) => ({ kind: Kind.NAME, value }) as const

const isSubscription = (definition: DefinitionNode): definition is OperationDefinitionNode =>
  definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.SUBSCRIPTION

/** Whether a variable still stands somewhere: one that does not may not be declared. */
const isUsed = (name: string, selections: readonly SelectionNode[]): boolean =>
  selections.some((selection) => new RegExp(`\\$${name}\\b`).test(print(selection)))
