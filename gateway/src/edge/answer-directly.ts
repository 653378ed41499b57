import type { FastifyReply, FastifyRequest } from 'fastify'
import { OperationTypeNode } from 'graphql'
import { isData } from '../execution/data.ts'
import type { CompiledOperation } from '../planning/compile-operation.ts'
import type { ReadOptions } from './read-operation.ts'
import { refusalStatus } from './refusal-status.ts'

export type DirectAnswers = (request: FastifyRequest, reply: FastifyReply) => Promise<string | undefined>

const json = 'application/json; charset=utf-8'
const graphqlJson = 'application/graphql-response+json; charset=utf-8'
/** What the usual clients say that they accept, and what of it they get. */
const mediaTypes: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, json],
  ['*/*', json],
  ['application/json', json],
  ['application/json, text/plain, */*', json],
  ['application/graphql-response+json', graphqlJson],
  ['application/graphql-response+json, application/json', graphqlJson],
  ['application/graphql-response+json,application/json;q=0.9', graphqlJson],
])

/**
 * Answers requests that are in order past Apollo Server, whose own work on one is more than that of carrying out a simple
 * operation. `undefined` where there is anything to say about a request, or anything special in it: Apollo Server then
 * begins with it anew.
 */
export function createDirectAnswers(options: ReadOptions): DirectAnswers {
  const { gateway } = options
  return async (request, reply) => {
    const { identity, method, headers, body } = request
    const mediaType = mediaTypes.get(headers.accept)
    if (method !== 'POST' || identity === null || mediaType === undefined) return undefined
    if (headers['content-type']?.startsWith('application/json') !== true) return undefined
    const wanted = read(options, body)
    if (wanted === undefined) return undefined
    const { compiled, variables } = wanted
    const { errors, data, extensions } = await gateway.answer(() => compiled, { identity, variables })
    reply.type(mediaType)
    if (data === undefined) {
      const refusal = refusalStatus(errors)
      reply.code(refusal.status).headers(refusal.headers)
    }
    return JSON.stringify({ errors, data, extensions })
  }
}

type Wanted = { readonly compiled: CompiledOperation; readonly variables: Readonly<Record<string, unknown>> }

function read({ gateway, prepare, documents }: ReadOptions, body: unknown): Wanted | undefined {
  if (!isData(body)) return undefined
  const { operationName = null, variables = null, extensions = null } = body
  const query = body['query'] ?? documentOf(extensions, documents)
  if (typeof query !== 'string' || query === '') return undefined
  if (variables !== null && !isData(variables)) return undefined
  if (operationName !== null && typeof operationName !== 'string') return undefined
  if (extensions !== null && !(isData(extensions) && (body['query'] === undefined) === 'persistedQuery' in extensions))
    return undefined
  try {
    documents.check(query)
    const { state, operations } = gateway.graph
    const prepared = prepare(state.schema, query)
    if ('errors' in prepared) return undefined
    const compiled = operations.get(prepared.document, query, operationName ?? undefined)
    const isOrdinary = compiled.operation.operation !== OperationTypeNode.SUBSCRIPTION && !compiled.hasDefer
    return isOrdinary ? { compiled, variables: variables ?? {} } : undefined
  } catch {
    return undefined
  }
}

/** The text behind a hash that a client sends instead. */
function documentOf(extensions: unknown, documents: ReadOptions['documents']): string | undefined {
  const persisted = isData(extensions) ? extensions['persistedQuery'] : undefined
  if (!isData(persisted) || persisted['version'] !== 1) return undefined
  const hash = persisted['sha256Hash']
  return typeof hash === 'string' ? documents.find(hash) : undefined
}
