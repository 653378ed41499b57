import { Supergraph, type Schema } from '@apollo/federation-internals'
import { QueryPlanner } from '@apollo/query-planner'
import type { GraphQLSchema } from 'graphql'
import { keptSubgraphs } from '../execution/cache-policy.ts'
import { correctSupergraph } from './correct-supergraph.ts'
import { findOverrideLabels, type OverrideLabel } from './override-labels.ts'
import { readPolicies, withoutPolicies, type Policies } from './policies.ts'
import { findRequiredArguments } from './required-arguments.ts'
import { findReservedNames, type ReservedNames } from './reserved-names.ts'

/** Everything that depends on one version of the supergraph. It never changes: a request holds on to the one it began with. */
export type GraphState = {
  /** What clients see, as GraphQL.js understands it. */
  readonly schema: GraphQLSchema
  /** All that subgraphs have, for the types that answers name. */
  readonly supergraphSchema: GraphQLSchema
  readonly apiSchema: Schema
  readonly planner: QueryPlanner
  readonly reserved: ReservedNames
  readonly policies: Policies
  readonly overrideLabels: readonly OverrideLabel[]
  /** The subgraphs of whose answers something may be kept. */
  readonly kept: ReadonlySet<string>
  readonly requiredArguments: ReturnType<typeof findRequiredArguments>
}

export function createGraphState(supergraphSdl: string): GraphState {
  const supergraph = Supergraph.build(correctSupergraph(withoutPolicies(supergraphSdl)), { validateSupergraph: false })
  const apiSchema = supergraph.apiSchema()
  const supergraphSchema = supergraph.schema.toGraphQLJSSchema()
  return {
    schema: apiSchema.toGraphQLJSSchema({ includeDefer: true }),
    supergraphSchema,
    kept: keptSubgraphs(supergraphSchema),
    apiSchema,
    planner: new QueryPlanner(supergraph, { incrementalDelivery: { enableDefer: true } }),
    reserved: findReservedNames(supergraphSdl),
    policies: readPolicies(supergraphSdl),
    overrideLabels: findOverrideLabels(supergraphSdl),
    requiredArguments: findRequiredArguments(supergraphSdl),
  }
}
