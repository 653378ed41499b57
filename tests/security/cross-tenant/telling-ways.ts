import type { Answer } from '../../harness/client.ts'
import type { Operation } from './operations.ts'

/** So many ways to each field are tried, with each of its argument sets. */
const waysToEach = 2

type Done = { readonly operation: Operation; readonly answer: Answer }

/**
 * Of operations that its owner has carried out, the ways by which each field is reached soonest: through another root the
 * same resolvers answer. A way that led its owner to nothing would prove nothing of others, so that it counts last.
 */
export function tellingWays(done: readonly Done[]): ReadonlySet<string> {
  const ways = waysByAim(done).map(([, each]) => each.toSorted((a, b) => Number(b.tells) - Number(a.tells)))
  return new Set(ways.flatMap((each) => each.slice(0, waysToEach).map(({ way }) => way)))
}

/** What no operation has led its owner to. */
export function untoldAims(done: readonly Done[]): string[] {
  return waysByAim(done).flatMap(([aim, ways]) => (ways.some(({ tells }) => tells) ? [] : [aim]))
}

const waysByAim = (done: readonly Done[]) => [
  ...Map.groupBy(
    done.map(({ operation: { aim, path, way }, answer }) => ({ aim, way, tells: leads(answer.data, path) })),
    ({ aim }) => aim,
  ),
]

function leads(data: unknown, [next, ...rest]: readonly string[]): boolean {
  if (Array.isArray(data)) return data.some((item) => leads(item, next === undefined ? [] : [next, ...rest]))
  if (typeof data !== 'object' || data === null) return data != null && next === undefined
  return next === undefined || leads(Reflect.get(data, next), rest)
}
