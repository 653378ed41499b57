import { operationFromDocument } from '@apollo/federation-internals'
import type { QueryPlan } from '@apollo/query-planner'
import {
  getOperationAST,
  GraphQLError,
  Kind,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql'
import { compileRootFetch, type RootFetch } from '../execution/compile-fetch.ts'
import { compilePlan } from '../execution/compile-plan.ts'
import type { Step } from '../execution/run.ts'
import { compileShape } from '../execution/shape-answer.ts'
import { correctOperation, plannedName } from './correct-operation.ts'
import type { GraphState } from './graph-state.ts'

type Shape = ReturnType<typeof compileShape>

/** A client's operation, planned and compiled once for all its requests. */
export type CompiledOperation = {
  readonly state: GraphState
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  /** Everything, for queries and mutations; what follows an event, for subscriptions. */
  readonly step: Step
  /** Where a subscription's events come from. */
  readonly source: EventSource | undefined
  /** The answer's shape for these values of the variables that `@include` and `@skip` read. */
  shapeFor(coerced: Readonly<Record<string, unknown>>): Shape
}

export type EventSource = RootFetch & {
  readonly service: string
  readonly query: string
  readonly operationName: string | undefined
  readonly variableUsages: readonly string[]
}

/** Beyond so many combinations of conditions, shapes are made anew for each request. */
const maxShapes = 32

/** Plans and compiles an operation of a valid document. Throws a `GraphQLError` where there is no such operation or plan. */
export function compileOperation(
  state: GraphState,
  document: DocumentNode,
  operationName: string | undefined,
): CompiledOperation {
  const operation = getOperationAST(document, operationName)
  if (operation == null) throw unknownOperation(operationName)
  const { node } = plan(state, document, operationName)
  if (node === undefined && asksForData(operation)) throw new Error('the planner made an empty plan')
  const common = { state, document, operation, shapeFor: shapes(state, document, operation) }
  if (node?.kind !== 'Subscription') {
    return {
      ...common,
      source: undefined,
      step: node === undefined ? nothing : compilePlan(state.supergraphSchema, node),
    }
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
    step: rest === undefined ? nothing : compilePlan(state.supergraphSchema, rest),
  }
}

const unknownOperation = (name: string | undefined) =>
  new GraphQLError(name === undefined ? 'Must provide operation name' : `Unknown operation named "${name}"`, {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
  })

const nothing: Step = () => undefined

function plan(state: GraphState, document: DocumentNode, operationName: string | undefined): QueryPlan {
  const corrected = correctOperation(document, state.reserved)
  const operation = operationFromDocument(
    state.apiSchema,
    corrected,
    operationName === undefined ? {} : { operationName },
  )
  return state.planner.buildQueryPlan(operation)
}

function shapes(state: GraphState, document: DocumentNode, operation: OperationDefinitionNode) {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const root = state.schema.getRootType(operation.operation)
  if (root == null) throw new Error(`the graph has no ${operation.operation}`)
  const conditions = conditionVariables(document)
  const known = new Map<string, Shape>()
  return (coerced: Readonly<Record<string, unknown>>): Shape => {
    const key = conditions.map((name) => (coerced[name] === true ? '1' : '0')).join('')
    const existing = known.get(key)
    if (existing !== undefined) return existing
    const shape = compileShape(
      {
        schema: state.schema,
        fragments,
        conditions: coerced,
        plannedName: (field) => plannedName(field, state.reserved),
      },
      root,
      operation.selectionSet,
    )
    if (known.size < maxShapes) known.set(key, shape)
    return shape
  }
}

function conditionVariables(document: DocumentNode): string[] {
  const names = new Set<string>()
  visit(document, {
    Directive: ({ name, arguments: args }) => {
      const value = args?.[0]?.value
      if ((name.value === 'include' || name.value === 'skip') && value?.kind === Kind.VARIABLE) {
        names.add(value.name.value)
      }
    },
  })
  return [...names]
}

/** Whether the operation itself asks, without a condition, for a field that must come from a subgraph. */
function asksForData(operation: OperationDefinitionNode): boolean {
  return operation.selectionSet.selections.some(
    (selection) =>
      selection.kind === Kind.FIELD &&
      !selection.name.value.startsWith('__') &&
      (selection.directives?.length ?? 0) === 0,
  )
}
