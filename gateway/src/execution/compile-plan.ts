import type { GraphQLSchema } from 'graphql'
import type { DeferNode, FetchNode, PlanNode } from '@apollo/query-planner'
import { batchFetches } from './batch-fetches.ts'
import { compileEntityFetch, compileRootFetch, entityStep, type EntityFetch } from './compile-fetch.ts'
import { contextualStep } from './contextual-fetch.ts'
import type { EntityPath } from './entity-path.ts'
import type { Step } from './run.ts'

/** Compiles a plan into the function that carries it out, once for all requests of an operation. */
export function compilePlan(schema: GraphQLSchema, node: PlanNode, path: EntityPath = []): Step {
  switch (node.kind) {
    case 'Sequence':
      return sequence(node.nodes.map((child) => compilePlan(schema, child, path)))
    case 'Parallel':
      return parallel(schema, node.nodes, path)
    case 'Flatten':
      return compilePlan(schema, node.node, [...path, ...node.path])
    case 'Fetch':
      if (node.requires === undefined) return compileRootFetch(schema, node, path).step
      return hasContext(node) ? contextualStep(schema, node, path) : entityStep(compileEntityFetch(schema, node, path))
    case 'Condition':
      throw new Error('conditions are decided before an operation is planned')
    case 'Defer':
      return deferring(schema, node, path)
  }
}

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
function deferring(schema: GraphQLSchema, { primary, deferred }: DeferNode, path: EntityPath): Step {
  const first = primary.node && compilePlan(schema, primary.node, path)
  const later = deferred.flatMap(({ label, node }) =>
    label === undefined || node === undefined ? [] : { label, step: compilePlan(schema, node, path) },
  )
  return async (run) => {
    await first?.(run)
    for (const { label, step } of later) run.defer?.(label, step)
  }
}

function parallel(schema: GraphQLSchema, nodes: readonly PlanNode[], path: EntityPath): Step {
  const entityFetches = new Map<string, [EntityFetch, ...EntityFetch[]]>()
  const steps: Step[] = []
  for (const node of nodes) {
    if (
      node.kind === 'Flatten' &&
      node.node.kind === 'Fetch' &&
      node.node.requires !== undefined &&
      !hasContext(node.node)
    ) {
      const entityFetch = compileEntityFetch(schema, node.node, [...path, ...node.path])
      const siblings = entityFetches.get(node.node.serviceName)
      if (siblings === undefined) entityFetches.set(node.node.serviceName, [entityFetch])
      else siblings.push(entityFetch)
    } else {
      steps.push(compilePlan(schema, node, path))
    }
  }
  for (const siblings of entityFetches.values()) {
    steps.push(siblings.length === 1 ? entityStep(siblings[0]) : batchFetches(siblings))
  }
  return async (run) => {
    await Promise.all(steps.map(async (step) => step(run)))
  }
}
