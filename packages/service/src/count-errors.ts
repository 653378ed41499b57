import type { GraphQLError } from 'graphql'
import { errorCodes } from '@graphmemory/errors/client-error.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'

const refusals: ReadonlySet<string> = new Set(errorCodes)

/** Counts the errors that a component answers with, by their code. */
export function createErrorCounter(metrics: Metrics, component: string) {
  const errors = metrics.counter({
    name: 'graphmemory_errors_total',
    help: 'Errors answered, by code and by the component that answered them',
    labels: ['component', 'code'],
  })
  return {
    count: (error: GraphQLError) => errors.inc({ component, code: codeOf(error) }),
    countCode: (code: string) => errors.inc({ component, code: bounded(code) }),
  }
}

const codeOf = ({ extensions }: GraphQLError) => bounded(extensions?.['code'])

/** Our own codes, and those that Apollo and GraphQL give to a request that is wrong, of which a client could make up none. */
function bounded(code: unknown): string {
  if (typeof code !== 'string') return 'GRAPHQL_VALIDATION_FAILED' // GraphQL.js gives none to what does not fit the schema
  if (refusals.has(code) || requestFaults.has(code)) return code
  return 'INTERNAL_SERVER_ERROR'
}

const requestFaults: ReadonlySet<string> = new Set([
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
])
