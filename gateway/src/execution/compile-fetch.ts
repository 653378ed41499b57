import { isObjectType, type ExecutionResult, type GraphQLError, type GraphQLSchema } from 'graphql'
import type { FetchNode } from '@apollo/query-planner'
import { cachePolicyOf, type CachePolicy } from './cache-policy.ts'
import { copyData, isData, mergeCopyOf, mergeData, type Data } from './data.ts'
import { answerPathsAt, entitiesAt, sharedPrefix, type AnswerPath, type EntityPath } from './entity-path.ts'
import { compileRepresentation, compileShortName } from './representation.ts'
import { compileRewrites } from './rewrites.ts'
import type { Run, Step } from './run.ts'
import { failedCall, reportedError } from './subgraph-errors.ts'

/** A fetch of root fields: `query`, `mutation`, and `applyTo` for events that arrive as the answer to it. */
export type RootFetch = { readonly step: Step; applyTo(run: Run, answer: ExecutionResult): void }

export function compileRootFetch(schema: GraphQLSchema, fetch: FetchNode, path: EntityPath): RootFetch {
  const asked = callOf(fetch)
  const rewriteOutput = compileRewrites(schema, fetch.outputRewrites)
  const applyTo = (run: Run, answer: ExecutionResult) => {
    for (const error of answer.errors ?? []) {
      run.errors.push(reportedError(fetch.serviceName, error, error.path && [...sharedPrefix(path), ...error.path]))
    }
    if (!isData(answer.data)) return
    rewriteOutput?.(answer.data)
    const targets = entitiesAt(run.data, path)
    for (const [index, target] of targets.entries()) {
      mergeData(target, index < targets.length - 1 ? copyData(answer.data) : answer.data)
    }
  }
  return {
    applyTo,
    step: async (run) => {
      try {
        applyTo(run, await call(run, asked, pickVariables(run, fetch.variableUsages)))
      } catch (cause) {
        run.errors.push(failedCall(fetch.serviceName, cause, sharedPrefix(path)))
      }
    },
  }
}

/** The entities that one fetch asks for: every different representation once, and who waits for it. */
export type Wanted = {
  readonly representations: readonly Data[]
  readonly waiting: readonly (readonly Data[])[]
  /** Is told what a subgraph answered without an error, before it is given away. */
  readonly onReceived?: (entities: readonly unknown[]) => void
}

/** A fetch of entities, in the pieces that a lone and a batched call share. */
export type EntityFetch = {
  readonly fetch: FetchNode
  readonly call: Call
  /** Whether another fetch of the plan asks the same, maybe of the same entities. */
  readonly isRepeated: boolean
  readonly path: EntityPath
  /** How long an entity may be kept, where it may. */
  readonly cachePolicy: CachePolicy | undefined
  /** What to ask for: all entities at the path, unless some of them are given. */
  want(run: Run, entities?: readonly Data[]): Wanted
  /** Gives the entities to who waits for them, and places the errors. Error paths begin at the index of an entity. */
  apply(run: Run, wanted: Wanted, entities: unknown, errors: readonly EntityError[]): void
}

export type EntityError = { readonly error: GraphQLError; readonly path: AnswerPath | undefined }

export function compileEntityFetch(
  schema: GraphQLSchema,
  fetch: FetchNode,
  path: EntityPath,
  isRepeated = false,
): EntityFetch {
  const represent = compileRepresentation(schema, fetch.requires ?? [])
  const shortNameOf = compileShortName(schema, fetch.requires ?? [])
  const rewriteInput = compileRewrites(schema, fetch.inputRewrites)
  const rewriteOutput = compileRewrites(schema, fetch.outputRewrites)
  return {
    fetch,
    call: callOf(fetch),
    isRepeated,
    path,
    cachePolicy: cachePolicyOf(schema, fetch),
    want: (run, among) => {
      const representations: Data[] = []
      const waiting: Data[][] = []
      const seen = new Map<string, Data[]>()
      for (const entity of among ?? entitiesAt(run.data, path)) {
        const shortName = shortNameOf?.(entity)
        const known = shortName === undefined ? undefined : seen.get(shortName)
        if (known !== undefined) {
          known.push(entity)
          continue
        }
        const representation = represent(entity)
        if (representation === undefined) continue
        rewriteInput?.(representation)
        const key = shortName ?? JSON.stringify(representation)
        const others = seen.get(key)
        if (others !== undefined) {
          others.push(entity)
          continue
        }
        const first = [entity]
        seen.set(key, first)
        representations.push(representation)
        waiting.push(first)
      }
      return { representations, waiting }
    },
    apply: (run, wanted, entities, errors) => {
      if (errors.length > 0) placeErrors(run, fetch.serviceName, path, wanted, errors)
      if (!Array.isArray(entities)) {
        if (errors.length === 0) throw new Error(`${fetch.serviceName} answered without a list of entities`)
        return
      }
      if (entities.length !== wanted.representations.length) {
        throw new Error(`${fetch.serviceName} answered ${entities.length} of ${wanted.representations.length} entities`)
      }
      if (errors.length === 0) wanted.onReceived?.(entities)
      for (const [index, received] of entities.entries()) {
        if (!isData(received)) continue
        const [first, ...others] = wanted.waiting[index] ?? []
        if (first === undefined) continue
        if (received['__typename'] === undefined) received['__typename'] = first['__typename']
        rewriteOutput?.(received)
        // A subgraph with an interface object answers the interface's name, which must not hide the implementation's.
        if (isObjectName(schema, first['__typename'])) received['__typename'] = first['__typename']
        for (const other of others) mergeCopyOf(other, received)
        mergeData(first, received)
      }
    },
  }
}

const isObjectName = (schema: GraphQLSchema, name: unknown) =>
  typeof name === 'string' && isObjectType(schema.getType(name))

/** Gives out what the cache knows, and answers what is left to be asked for. */
export async function withoutKnown(run: Run, entityFetch: EntityFetch, wanted: Wanted): Promise<Wanted> {
  const { cachePolicy, fetch } = entityFetch
  const { representations, waiting } = wanted
  if (run.cache === undefined || cachePolicy === undefined || representations.length === 0) return wanted
  const variables = JSON.stringify(pickVariables(run, fetch.variableUsages))
  const start = `${fetch.operation}\n${variables}\n`
  const { entities, keep } = await run.cache.find(
    fetch.serviceName,
    cachePolicy,
    representations.map((representation) => start + JSON.stringify(representation)),
  )
  const known = [...entities.keys()].filter((index) => entities[index] !== undefined)
  const unknown = [...entities.keys()].filter((index) => entities[index] === undefined)
  const pick = <T>(from: readonly T[], indexes: readonly number[]): T[] => indexes.flatMap((index) => from[index] ?? [])
  if (known.length > 0) {
    const found = { representations: pick(representations, known), waiting: known.map((index) => waiting[index] ?? []) }
    entityFetch.apply(run, found, pick(entities, known), [])
  }
  return {
    representations: pick(representations, unknown),
    waiting: unknown.map((index) => waiting[index] ?? []),
    onReceived: (received) => {
      for (const [at, index] of unknown.entries()) keep(index, received[at] ?? null)
    },
  }
}

export async function fetchEntities(
  run: Run,
  entityFetch: EntityFetch,
  wanted: Wanted,
  moreVariables?: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (wanted.representations.length === 0) return
  const { fetch, path } = entityFetch
  try {
    const variables = { ...pickVariables(run, fetch.variableUsages), ...moreVariables }
    variables['representations'] = wanted.representations
    const { data, errors = [] } = await call(run, entityFetch.call, variables)
    const placed = errors.map((error) => ({ error, path: error.path?.slice(1) }))
    entityFetch.apply(run, wanted, data?.['_entities'], placed)
  } catch (cause) {
    run.errors.push(failedCall(fetch.serviceName, cause, sharedPrefix(path)))
  }
}

/** One error for each place that waits for the entity that failed. */
function placeErrors(
  run: Run,
  service: string,
  path: EntityPath,
  wanted: Wanted,
  errors: readonly EntityError[],
): void {
  const paths = answerPathsAt(run.data, path)
  for (const { error, path: within } of errors) {
    const [index, ...rest] = within ?? []
    const waiting = typeof index === 'number' ? wanted.waiting[index] : undefined
    if (waiting === undefined) run.errors.push(reportedError(service, error, sharedPrefix(path)))
    for (const entity of waiting ?? []) {
      run.errors.push(reportedError(service, error, [...(paths.get(entity) ?? sharedPrefix(path)), ...rest]))
    }
  }
}

type Call = {
  readonly serviceName: string
  readonly operation: string
  readonly operationName?: string | undefined
  /** The same for calls that ask the same. */
  readonly question: string
}

const callOf = (fetch: FetchNode): Call => ({
  serviceName: fetch.serviceName,
  operation: fetch.operation,
  operationName: fetch.operationName,
  question: questionOf(fetch),
})

/** What a fetch asks, whichever operation of a client it belongs to: the planner names it after that. */
export const questionOf = ({ serviceName, operation }: Pick<FetchNode, 'serviceName' | 'operation'>): string =>
  `${serviceName}\n${operation.replace(/^query \w+/, 'query')}`

export async function call(run: Run, fetch: Call, variables: Record<string, unknown>): Promise<ExecutionResult> {
  if (isMutation(fetch)) return await send(run, fetch, variables)
  if (run.calls !== undefined) return copyOf(await inOneRequest(run.calls, run, fetch, variables))
  if (run.inFlight === undefined) return await send(run, fetch, variables)
  const asked = { identity: run.identity, variables }
  return await run.inFlight.share(fetch.question, asked, () => send(run, fetch, variables), copyOf)
}

function inOneRequest(
  calls: Map<string, Promise<ExecutionResult>>,
  run: Run,
  fetch: Call,
  variables: Record<string, unknown>,
): Promise<ExecutionResult> {
  const key = `${fetch.serviceName}\n${fetch.operation}\n${JSON.stringify(variables)}`
  let answering = calls.get(key)
  if (answering === undefined) calls.set(key, (answering = send(run, fetch, variables)))
  return answering.finally(() => calls.delete(key))
}

/** Each who asked makes the answer a part of its own. */
const copyOf = ({ data, ...rest }: ExecutionResult): ExecutionResult =>
  data == null ? { ...rest, ...(data === null && { data }) } : { ...rest, data: copyData(data) }

const isMutation = ({ operation }: Call) => operation.startsWith('mutation')

async function send(run: Run, fetch: Call, variables: Record<string, unknown>): Promise<ExecutionResult> {
  if (isMutation(fetch)) run.changed.add(fetch.serviceName)
  const source = run.sources.get(fetch.serviceName)
  if (source === undefined) throw new Error(`no source for the subgraph ${fetch.serviceName}`)
  return source.process({
    query: fetch.operation,
    ...(fetch.operationName !== undefined && { operationName: fetch.operationName }),
    variables,
    identity: run.identity,
  })
}

export function pickVariables(run: Run, usages: readonly string[] | undefined): Record<string, unknown> {
  const picked: Record<string, unknown> = {}
  for (const name of usages ?? []) {
    if (Object.hasOwn(run.variables, name) && run.variables[name] !== undefined) picked[name] = run.variables[name]
  }
  return picked
}
