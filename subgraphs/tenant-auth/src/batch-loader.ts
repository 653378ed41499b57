/** Finds one thing by id; `null` where there is none that the caller may see. */
export type Load<Thing> = (id: string) => Promise<Thing | null>

/** What must be there for the caller to see, such as the person behind a membership that he sees. */
export async function existing<Thing>(load: Load<Thing>, id: string): Promise<Thing> {
  const thing = await load(id)
  if (thing === null) throw new Error(`${id} cannot be seen`)
  return thing
}

/** Gathers what is asked for in one turn of the event loop into one query; each id is asked for once a request. */
export function batchLoader<Thing extends { readonly id: string }>(
  read: (ids: readonly string[]) => Promise<readonly Thing[]>,
): Load<Thing> {
  const known = new Map<string, Promise<Thing | null>>()
  let batch: { readonly ids: string[]; readonly things: Promise<Map<string, Thing>> } | undefined

  return (id) => {
    const asked = known.get(id)
    if (asked !== undefined) return asked
    if (batch === undefined) {
      const ids: string[] = []
      const things = new Promise<void>((resolve) => setImmediate(resolve)).then(async () => {
        batch = undefined
        return new Map((await read(ids)).map((thing) => [thing.id, thing]))
      })
      batch = { ids, things }
    }
    batch.ids.push(id)
    const found = batch.things.then((things) => things.get(id) ?? null)
    known.set(id, found)
    return found
  }
}
