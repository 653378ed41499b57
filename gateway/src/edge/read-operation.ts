import { GraphQLError, OperationTypeNode } from 'graphql'
import { z } from 'zod'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { FederatedGateway } from '../federated-gateway.ts'
import type { CompiledOperation } from '../planning/compile-operation.ts'
import type { PrepareOperation } from './prepare-operation.ts'
import type { TrustedDocuments } from './trusted-documents.ts'

/** An operation that came by another way than Apollo Server's, valid, within the limits and planned. */
export type ReadOperation = {
  readonly compiled: CompiledOperation
  /** Its text and name. */
  readonly source: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly isSubscription: boolean
}

/** All that is wrong with an operation. */
class InvalidOperation extends Error {
  readonly errors: readonly GraphQLError[]

  constructor(errors: readonly GraphQLError[]) {
    super('the operation is not valid')
    this.name = 'InvalidOperation'
    this.errors = errors
  }
}

const payloadShape = z.object({
  query: z.string().nullish(),
  extensions: z.looseObject({ persistedQuery: z.looseObject({ sha256Hash: z.string() }).nullish() }).nullish(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
})

export type ReadOptions = {
  readonly gateway: FederatedGateway
  readonly prepare: PrepareOperation
  readonly documents: TrustedDocuments
}

/** Reads a request's payload. Throws `InvalidOperation` or a `GraphQLError`. */
export function readOperation({ gateway, prepare, documents }: ReadOptions, payload: unknown): ReadOperation {
  const request = payloadShape.safeParse(payload)
  if (!request.success) throw new GraphQLError('Not a GraphQL request', { extensions: { code: 'BAD_REQUEST' } })
  const { operationName, variables, extensions } = request.data
  const hash = extensions?.persistedQuery?.sha256Hash
  // graphql-transport-ws demands a text: an empty one stands for none.
  const query = request.data.query || (hash === undefined ? undefined : documents.find(hash))
  if (query === undefined) {
    throw new GraphQLError('PersistedQueryNotFound', { extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } })
  }
  documents.check(query)
  const { state, operations } = gateway.graph
  const prepared = prepare(state.schema, query)
  if ('errors' in prepared) throw new InvalidOperation(prepared.errors)
  const compiled = operations.get(prepared.document, query, operationName ?? undefined)
  return {
    compiled,
    source: `${operationName ?? ''}\n${query}`,
    variables: variables ?? {},
    isSubscription: compiled.operation.operation === OperationTypeNode.SUBSCRIPTION,
  }
}

/** The errors to answer where an operation could not be read or allowed. */
export function errorsOf(error: unknown): readonly GraphQLError[] {
  if (error instanceof InvalidOperation) return error.errors
  if (error instanceof GraphQLError) return [error]
  return [new GraphQLError('failed', { originalError: error instanceof Error ? error : new Error(String(error)) })]
}

/** The refusal of a caller who is over an allowance. */
export const tooMany = (what: string, retryAfterMs?: number) =>
  new ClientError('RATE_LIMITED', what, retryAfterMs === undefined ? {} : { retryAfterMs })

/** The caller as one of his operations knows him: under the id of that request. */
export const withRequestId = <Caller extends Identity>(identity: Caller, id: string): Caller => ({
  ...identity,
  request: { ...identity.request, id },
})
