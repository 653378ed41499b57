import { fetchEntities, type EntityFetch, type Wanted } from './compile-fetch.ts'
import { copyData, isData } from './data.ts'
import type { Run } from './run.ts'

/**
 * What a request has asked of entities, by question and representation: the entity, `null` where there is none, and
 * `undefined` where nothing is known since the fetch failed.
 */
export type AskedEntities = Map<string, Promise<unknown>>

export type Claimed = {
  /** What nobody has asked yet. */
  readonly wanted: Wanted
  /** Gives out what others have asked, when they are answered. To be called once `wanted` has been fetched. */
  readonly settle?: () => Promise<void>
}

/** Leaves out of what a fetch wants the entities of which another fetch of the request has asked the same. */
export function claim(run: Run, entityFetch: EntityFetch, unknown: Wanted): Claimed {
  const { asked } = run
  if (asked === undefined || !entityFetch.isRepeated || unknown.representations.length === 0) return { wanted: unknown }
  const mine: { readonly index: number; readonly resolve: (entity: unknown) => void }[] = []
  const others: { readonly index: number; readonly answering: Promise<unknown> }[] = []
  for (const [index, representation] of unknown.representations.entries()) {
    const key = `${entityFetch.call.question}\n${JSON.stringify(representation)}`
    const answering = asked.get(key)
    if (answering !== undefined) {
      others.push({ index, answering })
      continue
    }
    const { promise, resolve } = Promise.withResolvers<unknown>()
    asked.set(key, promise)
    mine.push({ index, resolve })
  }
  return {
    wanted: {
      ...pick(unknown, mine),
      onReceived: (received) => {
        const all: unknown[] = unknown.representations.map(() => null)
        for (const [at, { index, resolve }] of mine.entries()) {
          all[index] = received[at]
          resolve(isData(received[at]) ? copyData(received[at]) : null)
        }
        unknown.onReceived?.(all)
      },
    },
    settle: async () => {
      // First, since those who wait for it may be waited for below.
      for (const { resolve } of mine) resolve(undefined)
      if (others.length === 0) return
      const answered = await Promise.all(
        others.map(async ({ index, answering }) => ({ index, entity: await answering })),
      )
      const known = answered.filter(({ entity }) => entity !== undefined)
      const entities = known.map(({ entity }) => copyData(entity))
      if (known.length > 0) entityFetch.apply(run, pick(unknown, known), entities, [])
      const failed = answered.filter(({ entity }) => entity === undefined)
      await fetchEntities(run, entityFetch, pick(unknown, failed))
    },
  }
}

const pick = ({ representations, waiting }: Wanted, places: readonly { readonly index: number }[]): Wanted => ({
  representations: among(representations, places),
  waiting: places.map(({ index }) => waiting[index] ?? []),
})

const among = <T>(all: readonly T[], places: readonly { readonly index: number }[]): T[] =>
  places.flatMap(({ index }) => all[index] ?? [])
