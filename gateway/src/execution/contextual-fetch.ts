import type { GraphQLSchema } from 'graphql'
import type { FetchNode } from '@apollo/query-planner'
import { compileEntityFetch, fetchEntities } from './compile-fetch.ts'
import { isData, type Data } from './data.ts'
import { entitiesWithAncestors, type EntityPath } from './entity-path.ts'
import type { Step } from './run.ts'
import { typeTest } from './type-test.ts'

type Rewrite = NonNullable<FetchNode['contextRewrites']>[number]
/** Reads a value that was set further up; `undefined` where this way leads nowhere. */
type Read = (entity: Data, ancestors: readonly Data[]) => unknown

const up = '..'
const fragment = '... on '

/**
 * A fetch of entities with arguments that come `@fromContext`: from objects around each entity. Entities with the same
 * context are fetched together, others apart, since a variable has one value in one call.
 */
export function contextualStep(schema: GraphQLSchema, fetch: FetchNode, path: EntityPath): Step {
  const entityFetch = compileEntityFetch(schema, fetch, path)
  const reads = (fetch.contextRewrites ?? []).map((rewrite) => ({
    variable: rewrite.renameKeyTo,
    read: compileRead(schema, rewrite),
  }))
  return async (run) => {
    const groups = new Map<string, { readonly context: Data; readonly entities: Data[] }>()
    for (const { entity, ancestors } of entitiesWithAncestors(run.data, path)) {
      const context: Data = {}
      for (const { variable, read } of reads) context[variable] ??= read(entity, ancestors) ?? null
      const key = JSON.stringify(context)
      const group = groups.get(key)
      if (group === undefined) groups.set(key, { context, entities: [entity] })
      else group.entities.push(entity)
    }
    const calls = [...groups.values()].map(({ context, entities }) =>
      fetchEntities(run, entityFetch, entityFetch.want(run, entities), context),
    )
    await Promise.all(calls)
  }
}

/** Steps begin at the entity: first up, then into fields. */
function compileRead(schema: GraphQLSchema, { path }: Rewrite): Read {
  const levels = path.lastIndexOf(up) + 1
  const steps = path.slice(levels).map((step) => {
    if (!step.startsWith(fragment)) return (value: unknown) => valueAt(value, step)
    const matches = typeTest(schema, step.slice(fragment.length))
    return (value: unknown) => {
      const typename = isData(value) ? value['__typename'] : undefined
      return typeof typename !== 'string' || matches(typename) ? value : undefined
    }
  })
  return (entity, ancestors) => {
    const start = levels === 0 ? entity : ancestors.at(-levels)
    return steps.reduce<unknown>((value, step) => step(value), start)
  }
}

const valueAt = (value: unknown, key: string): unknown =>
  Array.isArray(value)
    ? value.map((item: unknown) => valueAt(item, key))
    : isData(value)
      ? value[key]
      : (value ?? undefined)
