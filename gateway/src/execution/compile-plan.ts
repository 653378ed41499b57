import type { GraphQLSchema } from 'graphql'
import type { DeferNode, FetchNode, PlanNode } from '@apollo/query-planner'
import { batchFetches } from './batch-fetches.ts'
import { compileEntityFetch, compileRootFetch, questionOf, type EntityFetch } from './compile-fetch.ts'
import { contextualStep } from './contextual-fetch.ts'
import type { EntityPath } from './entity-path.ts'
import { entityStep } from './entity-step.ts'
import type { Step } from './run.ts'

/** Compiles a plan into the function that carries it out, once for all requests of an operation. */
export function compilePlan(schema: GraphQLSchema, node: PlanNode): Step {
  const questions = [...questionsIn(node)]
  const repeated = new Set(questions.filter((question, index) => questions.indexOf(question) !== index))
  return compileNode({ schema, repeated }, node, [])
}

type Setting = {
  readonly schema: GraphQLSchema
  /** What several fetches of entities ask. */
  readonly repeated: ReadonlySet<string>
}

function* questionsIn(node: PlanNode): Generator<string> {
  if (node.kind === 'Fetch' && node.requires !== undefined) yield questionOf(node)
  for (const child of childrenOf(node)) yield* questionsIn(child)
}

function childrenOf(node: PlanNode): readonly PlanNode[] {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes
    case 'Flatten':
      return [node.node]
    case 'Defer':
      return [node.primary, ...node.deferred].flatMap((part) => part.node ?? [])
    case 'Fetch':
    case 'Condition':
      return []
  }
}

function compileNode(setting: Setting, node: PlanNode, path: EntityPath): Step {
  switch (node.kind) {
    case 'Sequence':
      return sequence(node.nodes.map((child) => compileNode(setting, child, path)))
    case 'Parallel':
      return parallel(setting, node.nodes, path)
    case 'Flatten':
      return compileNode(setting, node.node, [...path, ...node.path])
    case 'Fetch':
      if (node.requires === undefined) return compileRootFetch(setting.schema, node, path).step
      return hasContext(node)
        ? contextualStep(setting.schema, node, path)
        : entityStep(entityFetchOf(setting, node, path))
    case 'Condition':
      throw new Error('conditions are decided before an operation is planned')
    case 'Defer':
      return deferring(setting, node, path)
  }
}

const entityFetchOf = ({ schema, repeated }: Setting, node: FetchNode, path: EntityPath): EntityFetch =>
  compileEntityFetch(schema, node, path, repeated.has(questionOf(node)))

const hasContext = ({ contextRewrites = [] }: FetchNode) => contextRewrites.length > 0

const sequence =
  (steps: readonly Step[]): Step =>
  async (run) => {
    for (const step of steps) {
      if (run.isOver?.() === true) return
      await step(run)
    }
  }

/** What comes later is only announced: its answer may not be wanted at all, where the objects turn out to be null. */
function deferring(setting: Setting, { primary, deferred }: DeferNode, path: EntityPath): Step {
  const first = primary.node && compileNode(setting, primary.node, path)
  const later = deferred.flatMap(({ label, node }) =>
    label === undefined || node === undefined ? [] : { label, step: compileNode(setting, node, path) },
  )
  return async (run) => {
    await first?.(run)
    for (const { label, step } of later) run.defer?.(label, step)
  }
}

function parallel(setting: Setting, nodes: readonly PlanNode[], path: EntityPath): Step {
  const entityFetches = new Map<string, [EntityFetch, ...EntityFetch[]]>()
  const steps: Step[] = []
  for (const node of nodes) {
    if (
      node.kind === 'Flatten' &&
      node.node.kind === 'Fetch' &&
      node.node.requires !== undefined &&
      !hasContext(node.node)
    ) {
      const entityFetch = entityFetchOf(setting, node.node, [...path, ...node.path])
      const siblings = entityFetches.get(node.node.serviceName)
      if (siblings === undefined) entityFetches.set(node.node.serviceName, [entityFetch])
      else siblings.push(entityFetch)
    } else {
      steps.push(compileNode(setting, node, path))
    }
  }
  for (const siblings of entityFetches.values()) {
    steps.push(siblings.length === 1 ? entityStep(siblings[0]) : batchFetches(siblings))
  }
  return async (run) => {
    await Promise.all(steps.map(async (step) => step(run)))
  }
}
