import type { Answer } from '../../harness/client.ts'
import type { Operation } from './operations.ts'

/** So many ways to each field are tried, with each of its argument sets. */
const waysToEach = 2

/**
 * Of operations that its owner has carried out, the ways by which each field is reached soonest: through another root the
 * same resolvers answer. A way that led its owner to nothing would prove nothing of others, so that it counts last.
 */
export function tellingWays(
  done: readonly { readonly operation: Operation; readonly answer: Answer }[],
): ReadonlySet<string> {
  const ways = done.map(({ operation: { aim, path, way }, answer }) => ({ aim, way, tells: leads(answer.data, path) }))
  return new Set(
    [...Map.groupBy(ways, ({ aim }) => aim).values()].flatMap((each) =>
      each
        .toSorted((a, b) => Number(b.tells) - Number(a.tells))
        .slice(0, waysToEach)
        .map(({ way }) => way),
    ),
  )
}

function leads(data: unknown, [next, ...rest]: readonly string[]): boolean {
  if (Array.isArray(data)) return data.some((item) => leads(item, next === undefined ? [] : [next, ...rest]))
  if (typeof data !== 'object' || data === null) return data != null && next === undefined
  return next === undefined || leads(Reflect.get(data, next), rest)
}
