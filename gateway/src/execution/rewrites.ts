import type { GraphQLSchema } from 'graphql'
import type { FetchNode } from '@apollo/query-planner'
import { isData, type Data } from './data.ts'
import { typeTest } from './type-test.ts'

type Rewrite = NonNullable<FetchNode['outputRewrites']>[number]
type Apply = (value: unknown) => void

const fragment = '... on '

/** Compiles the changes that the planner wants made to what goes to, or comes from, a subgraph. */
export function compileRewrites(schema: GraphQLSchema, rewrites: readonly Rewrite[] | undefined): Apply | undefined {
  if (rewrites === undefined || rewrites.length === 0) return undefined
  const applies = rewrites.map((rewrite) => compileRewrite(schema, rewrite))
  return (value) => {
    for (const apply of applies) apply(value)
  }
}

function compileRewrite(schema: GraphQLSchema, rewrite: Rewrite): Apply {
  const last = rewrite.path.at(-1)
  if (last === undefined || last.startsWith(fragment)) throw new Error(`a rewrite ends at ${String(last)}`)
  const change =
    rewrite.kind === 'ValueSetter'
      ? (object: Data) => {
          object[last] = rewrite.setValueTo
        }
      : (object: Data) => {
          const value = object[last]
          if (value === undefined || value === null) return
          object[rewrite.renameKeyTo] = value
          delete object[last]
        }
  return at(schema, rewrite.path.slice(0, -1), change)
}

function at(schema: GraphQLSchema, path: readonly string[], change: (object: Data) => void): Apply {
  const [first, ...rest] = path
  if (first === undefined) return eachObject(change)
  const inner = at(schema, rest, change)
  if (!first.startsWith(fragment)) return eachObject((object) => inner(object[first]))
  const matches = typeTest(schema, first.slice(fragment.length))
  return eachObject((object) => {
    const typename = object['__typename']
    if (typeof typename !== 'string' || matches(typename)) inner(object)
  })
}

const eachObject = (apply: (object: Data) => void): Apply =>
  function each(value) {
    if (Array.isArray(value)) for (const item of value) each(item)
    else if (isData(value)) apply(value)
  }
