import { HeaderMap, type GraphQLRequestContext, type GraphQLResponse } from '@apollo/server'
import { GraphQLError } from 'graphql'
import { executeIncrementally, isDeferred } from '../execution/execute-incrementally.ts'
import type { OperationServices } from '../execution/execute-operation.ts'
import type { OperationContext } from '../federated-gateway.ts'
import type { Graph } from '../planning/graph.ts'
import { incrementalFormatOf } from './incremental-format.ts'
import type { Mask } from './mask-result.ts'

export type AnswerIncrementallyOptions = OperationServices & { readonly mask: Mask }

type Request = Pick<GraphQLRequestContext<OperationContext>, 'request' | 'contextValue' | 'document' | 'source'>

const notAccepted = new GraphQLError(
  'Accept multipart/mixed; deferSpec=20220824 (or incrementalSpec=v0.2) to use @defer',
  {
    extensions: { code: 'BAD_REQUEST' },
  },
)

/**
 * Answers an operation with `@defer` in parts; `null` where everything comes at once. A client that could not read parts
 * is refused, as by Apollo Server.
 */
export async function answerIncrementally(
  { mask, ...options }: AnswerIncrementallyOptions,
  graph: Graph,
  { request, contextValue, document, source }: Request,
): Promise<GraphQLResponse | null> {
  const { http, operationName, variables = {} } = request
  const { identity, mayDefer, onGone } = contextValue
  if (http === undefined || !mayDefer || document === undefined || source?.includes('@defer') !== true) return null
  let compiled
  try {
    compiled = graph.operations.get(document, source, operationName)
  } catch (error) {
    if (error instanceof GraphQLError) return null // the executor meets it again, and answers it
    throw error
  }
  const operation = { ...options, identity, variables }
  if (!isDeferred(compiled, operation)) return null
  const format = incrementalFormatOf(http.headers.get('accept'))
  if (format === undefined) return single(406, [notAccepted])
  const answer = await executeIncrementally(compiled, operation)
  const { id } = identity.request
  if (!('deliveries' in answer)) {
    const { errors = [] } = mask.result(answer, id)
    return single(errors[0]?.extensions['code'] === 'RATE_LIMITED' ? 429 : 400, errors)
  }
  onGone(() => void answer.deliveries.return?.())
  // Apollo Server names the format by what it reads here, and may choose another where a client takes both.
  http.headers.set('accept', format.mediaType)
  return {
    http: { status: 200, headers: new HeaderMap() },
    body: format.bodyOf(answer, (result) => mask.result(result, id)),
  }
}

const single = (status: number, errors: readonly GraphQLError[]): GraphQLResponse => ({
  http: { status, headers: new HeaderMap() },
  body: { kind: 'single', singleResult: { errors: errors.map((error) => error.toJSON()) } },
})
