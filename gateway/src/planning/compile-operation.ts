import { operationFromDocument } from '@apollo/federation-internals'
import type { QueryPlan } from '@apollo/query-planner'
import {
  getOperationAST,
  GraphQLError,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql'
import { compileRootFetch, type RootFetch } from '../execution/compile-fetch.ts'
import { compilePlan } from '../execution/compile-plan.ts'
import type { Step } from '../execution/run.ts'
import { compileShape } from '../execution/shape-answer.ts'
import { applyConditions, conditionVariables } from './apply-conditions.ts'
import { correctOperation, plannedName } from './correct-operation.ts'
import type { GraphState } from './graph-state.ts'
import { compileCost, type OperationCost } from './operation-cost.ts'

/** A client's operation, ready to be carried out for any of its requests. */
export type CompiledOperation = {
  readonly state: GraphState
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  /** The operation planned and compiled for these values of the variables that `@include` and `@skip` read. */
  variantFor(coerced: Readonly<Record<string, unknown>>): OperationVariant
  /** The values of those variables that requests have come with. */
  usedConditions(): readonly Readonly<Record<string, unknown>>[]
}

export type OperationVariant = {
  readonly fragments: readonly FragmentDefinitionNode[]
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

/** Throws a `GraphQLError` where the document has no such operation. */
export function compileOperation(
  state: GraphState,
  document: DocumentNode,
  operationName: string | undefined,
): CompiledOperation {
  const operation = getOperationAST(document, operationName)
  if (operation == null) throw unknownOperation(operationName)
  const conditions = conditionVariables(document)
  const variants = new Map<string, OperationVariant>()
  return {
    state,
    document,
    operation,
    variantFor: (coerced) => {
      const key = conditions.map((name) => (coerced[name] === true ? '1' : '0')).join('')
      let variant = variants.get(key)
      if (variant === undefined) {
        variant = compileVariant(state, applyConditions(document, coerced), operationName)
        if (variants.size < maxVariants) variants.set(key, variant)
      }
      return variant
    },
    usedConditions: () =>
      [...variants.keys()].map((key) => Object.fromEntries(conditions.map((name, i) => [name, key[i] === '1']))),
  }
}

const unknownOperation = (name: string | undefined) =>
  new GraphQLError(name === undefined ? 'Must provide operation name' : `Unknown operation named "${name}"`, {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
  })

function compileVariant(
  state: GraphState,
  document: DocumentNode,
  operationName: string | undefined,
): OperationVariant {
  const operation = getOperationAST(document, operationName)
  if (operation == null) throw new Error('an operation is gone')
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
  const common = { fragments, ...readingsOf(state, operation, fragments) }
  const { node } = operation.selectionSet.selections.length === 0 ? {} : plan(state, document, operationName)
  if (node === undefined && asksForData(operation)) throw new Error('the planner made an empty plan')
  if (node === undefined) return { ...common, source: undefined, step: () => undefined }
  if (node.kind !== 'Subscription') {
    return { ...common, source: undefined, step: compilePlan(state.supergraphSchema, node) }
  }
  const { primary, rest } = node
  return {
    ...common,
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

function plan(state: GraphState, document: DocumentNode, operationName: string | undefined): Pick<QueryPlan, 'node'> {
  const corrected = correctOperation(document, state.reserved)
  const name = operationName === undefined ? {} : { operationName }
  return state.planner.buildQueryPlan(operationFromDocument(state.apiSchema, corrected, name))
}

/** What the client's own text says of the answer: its shape, and how large it may get. */
function readingsOf(state: GraphState, operation: OperationDefinitionNode, fragments: OperationVariant['fragments']) {
  const root = state.schema.getRootType(operation.operation)
  if (root == null) throw new Error(`the graph has no ${operation.operation}`)
  const setting = {
    schema: state.schema,
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
    plannedName: (field: Parameters<typeof plannedName>[0]) => plannedName(field, state.reserved),
  }
  return {
    shape: compileShape(setting, root, operation.selectionSet),
    cost: compileCost(setting, root, operation.selectionSet),
  }
}

/** Whether the operation itself asks for a field that must come from a subgraph. */
function asksForData(operation: OperationDefinitionNode): boolean {
  return operation.selectionSet.selections.some(
    (selection) => selection.kind === Kind.FIELD && !selection.name.value.startsWith('__'),
  )
}
