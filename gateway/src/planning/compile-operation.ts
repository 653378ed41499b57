import { operationFromDocument } from '@apollo/federation-internals'
import type { QueryPlan } from '@apollo/query-planner'
import {
  getOperationAST,
  GraphQLError,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { compileRootFetch, type RootFetch } from '../execution/compile-fetch.ts'
import { compilePlan } from '../execution/compile-plan.ts'
import { mergeData } from '../execution/data.ts'
import type { Step } from '../execution/run.ts'
import { compileShape } from '../execution/shape-answer.ts'
import { applyConditions, conditionVariables } from './apply-conditions.ts'
import { applyDefer, hasDefer, type DeferLabels } from './apply-defer.ts'
import { refusedPaths, requirementsIn, withoutRefused } from './apply-policies.ts'
import { correctOperation, plannedName } from './correct-operation.ts'
import { compileVariables, type CoerceVariables } from './compile-variables.ts'
import type { GraphState } from './graph-state.ts'
import { compileCost, type OperationCost } from './operation-cost.ts'
import { isMet, type Requirement } from './policies.ts'
import { overridesFor } from './override-labels.ts'
import { splitOperation } from './split-operation.ts'

/** A client's operation, ready to be carried out for any of its requests. */
export type CompiledOperation = {
  readonly state: GraphState
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  /** Whether some fragment stands under `@defer`. */
  readonly hasDefer: boolean
  /** The variables with their defaults, or why they do not fit. */
  readonly coerce: CoerceVariables
  /**
   * The operation planned for these values of the variables that conditions read, and what this caller may see; with
   * fragments that come later where the caller `mayDefer`.
   */
  variantFor(coerced: Readonly<Record<string, unknown>>, identity: Identity, mayDefer?: boolean): OperationVariant
  /** Plans the variants that another version of this operation has been asked for. */
  warmFrom(other: CompiledOperation): void
  readonly usedVariants: ReadonlyMap<string, VariantChoice>
}

/** What makes one variant: the decided conditions, and which of the operation's requirements are not met. */
export type VariantChoice = {
  readonly conditions: Readonly<Record<string, unknown>>
  readonly refused: readonly number[]
  readonly mayDefer: boolean
  /** The labels of `@override` that hold. */
  readonly overrides: readonly string[]
}

type VariantOptions = Omit<VariantChoice, 'refused'> & { readonly refused: ReadonlySet<Requirement> }

export type OperationVariant = {
  /** Where fields stand that this caller may not see; they are never fetched. */
  readonly refusedPaths: readonly (readonly string[])[]
  readonly fragments: readonly FragmentDefinitionNode[]
  /** The fragments that come later. */
  readonly deferLabels: DeferLabels
  /** Everything, for queries and mutations; what follows an event, for subscriptions. */
  readonly step: Step
  /** Where a subscription's events come from. */
  readonly source: EventSource | undefined
  readonly shape: ReturnType<typeof compileShape>
  readonly cost: OperationCost
}

export type EventSource = RootFetch & {
  readonly service: string
  readonly query: string
  readonly operationName: string | undefined
  readonly variableUsages: readonly string[]
}

/** An operation has at most five directives, and so at most as many conditions; the limits see to it. */
const maxVariants = 32

/** Throws a `GraphQLError` where the document has no such operation, or the graph none of its kind. */
export function compileOperation(
  state: GraphState,
  document: DocumentNode,
  operationName: string | undefined,
): CompiledOperation {
  const operation = getOperationAST(document, operationName)
  if (operation == null) throw unknownOperation(operationName)
  if (state.schema.getRootType(operation.operation) == null) throw unsupported(operation.operation)
  const conditions = conditionVariables(document)
  const requirements = requirementsIn(state, document)
  const mayHaveDeferred = operation.operation !== OperationTypeNode.SUBSCRIPTION && hasDefer(document)
  const variants = new Map<string, OperationVariant>()
  const usedVariants = new Map<string, VariantChoice>()
  const variantOf = (choice: VariantChoice): OperationVariant => {
    const key = [
      ...conditions.map((name) => String(choice.conditions[name])),
      '',
      ...choice.refused,
      choice.mayDefer ? 'd' : '',
      ...choice.overrides,
    ].join()
    const known = variants.get(key)
    if (known !== undefined) return known
    const refused = new Set(choice.refused.flatMap((index) => requirements[index] ?? []))
    const variant = compileVariant(state, document, operationName, { ...choice, refused })
    if (variants.size < maxVariants) {
      variants.set(key, variant)
      usedVariants.set(key, choice)
    }
    return variant
  }
  return {
    state,
    document,
    operation,
    usedVariants,
    coerce: compileVariables(state.schema, operation.variableDefinitions ?? []),
    hasDefer: mayHaveDeferred,
    variantFor: (coerced, identity, mayDefer = false) => {
      const refused = requirements.flatMap((requirement, index) => (isMet(requirement, identity) ? [] : index))
      return variantOf({
        conditions: Object.fromEntries(conditions.map((name) => [name, coerced[name]])),
        refused,
        mayDefer: mayDefer && mayHaveDeferred,
        overrides: overridesFor(state.overrideLabels, identity),
      })
    },
    warmFrom: (other) => {
      for (const { conditions: used, mayDefer, overrides } of other.usedVariants.values())
        variantOf({ conditions: used, refused: [], mayDefer: mayDefer && mayHaveDeferred, overrides })
    },
  }
}

const unknownOperation = (name: string | undefined) =>
  new GraphQLError(name === undefined ? 'Must provide operation name' : `Unknown operation named "${name}"`, {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
  })

const unsupported = (kind: OperationTypeNode) =>
  new GraphQLError(`There is no ${kind} here`, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } })

/** The planner gives up at some operations that defer: then nothing comes later, which a server is free to choose. */
function compileVariant(
  state: GraphState,
  source: DocumentNode,
  operationName: string | undefined,
  choice: VariantOptions,
): OperationVariant {
  if (!choice.mayDefer) return compileDecided(state, source, operationName, choice)
  try {
    return compileDecided(state, source, operationName, choice)
  } catch {
    return compileDecided(state, source, operationName, { ...choice, mayDefer: false })
  }
}

function compileDecided(
  state: GraphState,
  source: DocumentNode,
  operationName: string | undefined,
  choice: VariantOptions,
): OperationVariant {
  const { conditions, refused, mayDefer, overrides } = choice
  const { document, labels } = applyDefer(applyConditions(source, conditions), mayDefer ? conditions : undefined)
  const readings = {
    ...readingsOf(state, document, operationName, { refused, hasDeferred: labels.size > 0 }),
    deferLabels: labels,
  }
  const permitted = refused.size === 0 ? document : withoutRefused(state, document, refused)
  const operation = operationIn(permitted, operationName)
  const parts = operation.operation === OperationTypeNode.QUERY ? splitOperation(state, permitted) : [permitted]
  // The parts of a query that is split are put together at the end: nothing of it can come later.
  if (parts.length > 1 && mayDefer) return compileDecided(state, source, operationName, { ...choice, mayDefer: false })
  if (parts.length > 1) {
    const steps = parts.map((part) => planPart(state, part, operationName, overrides))
    return { ...readings, source: undefined, step: together(steps) }
  }
  const { node } =
    operation.selectionSet.selections.length === 0 ? {} : plan(state, permitted, operationName, overrides)
  if (node === undefined && asksForData(operation)) throw new Error('the planner made an empty plan')
  if (node === undefined) return { ...readings, source: undefined, step: () => undefined }
  if (node.kind !== 'Subscription') {
    return { ...readings, source: undefined, step: compilePlan(state.supergraphSchema, node) }
  }
  const { primary, rest } = node
  return {
    ...readings,
    source: {
      ...compileRootFetch(state.supergraphSchema, primary, []),
      service: primary.serviceName,
      query: primary.operation,
      operationName: primary.operationName,
      variableUsages: primary.variableUsages ?? [],
    },
    step: rest === undefined ? () => undefined : compilePlan(state.supergraphSchema, rest),
  }
}

function planPart(
  state: GraphState,
  part: DocumentNode,
  operationName: string | undefined,
  overrides: VariantChoice['overrides'],
): Step {
  const { node } = plan(state, part, operationName, overrides)
  if (node === undefined || node.kind === 'Subscription') throw new Error('a part of a query has no plan')
  return compilePlan(state.supergraphSchema, node)
}

/** Carries out the parts of a query side by side, each into an answer of its own, and puts these together. */
const together =
  (steps: readonly Step[]): Step =>
  async (run) => {
    const answers = await Promise.all(
      steps.map(async (step) => {
        const part = { ...run, data: {} }
        await step(part)
        return part.data
      }),
    )
    for (const answer of answers) mergeData(run.data, answer)
  }

function plan(
  state: GraphState,
  document: DocumentNode,
  operationName: string | undefined,
  overrides: VariantChoice['overrides'],
): Pick<QueryPlan, 'node'> {
  const corrected = correctOperation(document, state.reserved)
  const name = operationName === undefined ? {} : { operationName }
  const overrideConditions = new Map(state.overrideLabels.map(({ label }) => [label, overrides.includes(label)]))
  return state.planner.buildQueryPlan(operationFromDocument(state.apiSchema, corrected, name), { overrideConditions })
}

function operationIn(document: DocumentNode, operationName: string | undefined): OperationDefinitionNode {
  const operation = getOperationAST(document, operationName)
  if (operation == null) throw new Error('an operation is gone')
  return operation
}

/** What the client's own text says of the answer: its shape, how large it may get, and where it will have holes. */
function readingsOf(
  state: GraphState,
  document: DocumentNode,
  operationName: string | undefined,
  { refused, hasDeferred }: { readonly refused: ReadonlySet<Requirement>; readonly hasDeferred: boolean },
) {
  const { operation: kind, selectionSet } = operationIn(document, operationName)
  const root = state.schema.getRootType(kind)
  if (root == null) throw new Error(`the graph has no ${kind}`)
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
  const setting = {
    schema: state.schema,
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
    plannedName: (field: Parameters<typeof plannedName>[0]) => plannedName(field, state.reserved),
  }
  return {
    fragments,
    shape: compileShape({ ...setting, hasDeferred }, root, selectionSet),
    cost: compileCost(setting, root, selectionSet),
    refusedPaths: refused.size === 0 ? [] : refusedPaths(state, root, selectionSet, setting.fragments, refused),
  }
}

/** Whether the operation itself asks for a field that must come from a subgraph. */
function asksForData(operation: OperationDefinitionNode): boolean {
  return operation.selectionSet.selections.some(
    (selection) => selection.kind === Kind.FIELD && !selection.name.value.startsWith('__'),
  )
}
