import {
  Kind,
  OperationTypeNode,
  parse,
  print,
  visit,
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type VariableDefinitionNode,
} from 'graphql'
import { claim } from './asked-entities.ts'
import {
  call,
  fetchEntities,
  pickVariables,
  withoutKnown,
  type EntityError,
  type EntityFetch,
  type Wanted,
} from './compile-fetch.ts'
import { sharedPrefix } from './entity-path.ts'
import type { Run, Step } from './run.ts'
import { failedCall } from './subgraph-errors.ts'

const alias = (index: number) => `e${index}`
const listVariable = (index: number) => `representations${index}`

/**
 * Sends entity fetches that go to one subgraph at the same moment as one call with an aliased `_entities` field each.
 * Where only one of them has anything to ask, it is sent alone.
 */
export function batchFetches(fetches: readonly [EntityFetch, ...EntityFetch[]]): Step {
  const serviceName = fetches[0].fetch.serviceName
  const operation = combine(fetches.map(({ fetch }) => parse(fetch.operation, { noLocation: true })))
  const usages = [...new Set(fetches.flatMap(({ fetch }) => fetch.variableUsages ?? []))]
  return async (run) => {
    const unknown = await Promise.all(
      fetches.map(async (fetch) => ({ fetch, unknown: await withoutKnown(run, fetch, fetch.want(run)) })),
    )
    const parts = unknown.map((one) => ({ fetch: one.fetch, ...claim(run, one.fetch, one.unknown) }))
    const asking = parts.filter(({ wanted }) => wanted.representations.length > 0)
    const [only] = asking
    if (asking.length === 1 && only !== undefined) await fetchEntities(run, only.fetch, only.wanted)
    else if (asking.length > 1)
      await send(run, { serviceName, operation, usages, question: `${serviceName}\n${operation}` }, parts)
    for (const { settle } of parts) await settle?.()
  }
}

async function send(
  run: Run,
  batch: {
    readonly serviceName: string
    readonly operation: string
    readonly usages: readonly string[]
    readonly question: string
  },
  parts: readonly { readonly fetch: EntityFetch; readonly wanted: Wanted }[],
): Promise<void> {
  const variables = pickVariables(run, batch.usages)
  for (const [index, { wanted }] of parts.entries()) variables[listVariable(index)] = wanted.representations
  let answer
  try {
    answer = await call(run, batch, variables)
  } catch (cause) {
    for (const { fetch } of parts) run.errors.push(failedCall(batch.serviceName, cause, sharedPrefix(fetch.path)))
    return
  }
  const { data, errors = [] } = answer
  if (data == null && errors.length > 0) {
    // `_entities` may not be null, so that one which fails takes the others with it: alone they may succeed.
    await Promise.all(parts.map(({ fetch, wanted }) => fetchEntities(run, fetch, wanted)))
    return
  }
  for (const [index, { fetch, wanted }] of parts.entries()) {
    const mine: EntityError[] = []
    for (const error of errors) {
      const [field, ...path] = error.path ?? []
      if (field === alias(index)) mine.push({ error, path })
      else if (field === undefined && index === 0) mine.push({ error, path: undefined })
    }
    const entities = data?.[alias(index)]
    try {
      fetch.apply(run, wanted, entities, mine)
    } catch (cause) {
      run.errors.push(failedCall(batch.serviceName, cause, sharedPrefix(fetch.path)))
    }
  }
}

function combine(documents: readonly DocumentNode[]): string {
  const variables = new Map<string, VariableDefinitionNode>()
  const fields: FieldNode[] = []
  const fragments: DefinitionNode[] = []
  for (const [index, document] of documents.entries()) {
    const own = visit(document, {
      FragmentSpread: (node) => ({ ...node, name: { ...node.name, value: `${node.name.value}_${index}` } }),
      FragmentDefinition: (node) => ({ ...node, name: { ...node.name, value: `${node.name.value}_${index}` } }),
      Variable: (node) =>
        node.name.value === 'representations'
          ? { ...node, name: { ...node.name, value: listVariable(index) } }
          : undefined,
    })
    for (const definition of own.definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) {
        fragments.push(definition)
        continue
      }
      for (const variable of definition.variableDefinitions ?? []) variables.set(variable.variable.name.value, variable)
      for (const selection of definition.selectionSet.selections) {
        if (selection.kind !== Kind.FIELD) throw new Error('an entity fetch selects something beside _entities')
        fields.push({ ...selection, alias: { kind: Kind.NAME, value: alias(index) } })
      }
    }
  }
  return print({
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: OperationTypeNode.QUERY,
        variableDefinitions: [...variables.values()],
        selectionSet: { kind: Kind.SELECTION_SET, selections: fields },
      },
      ...fragments,
    ],
  })
}
