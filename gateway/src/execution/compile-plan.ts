import type { GraphQLSchema } from 'graphql'
import type { FetchNode, PlanNode } from '@apollo/query-planner'
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
      throw new Error('the planner was not asked to defer')
  }
}

const hasContext = ({ contextRewrites = [] }: FetchNode) => contextRewrites.length > 0

const sequence =
  (steps: readonly Step[]): Step =>
  async (run) => {
    for (const step of steps) await step(run)
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
