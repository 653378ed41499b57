import { decodeUpdate, GC, ID, Item, Skip } from 'yjs'

/** Clocks `from..to` (exclusive) of one Yjs client. */
export type ClockRange = { readonly client: number; readonly from: number; readonly to: number }

/** What an update says, without applying it. */
export type InspectedUpdate = {
  /** The structs it brings, adjoining ones joined, in the update's order. */
  readonly writes: readonly ClockRange[]
  readonly deletes: readonly ClockRange[]
  /** For each client, the clock up to which the structs build on others. */
  readonly needs: ReadonlyMap<number, number>
  readonly structCount: number
}

/** The bytes are not a Yjs update of encoding 1 that an editor could have made. */
export class MalformedUpdateError extends Error {
  override readonly name = 'MalformedUpdateError'
}

/** No editor reaches this many keystrokes; beyond it a clock is a forgery. */
const maxClock = 2 ** 40

/**
 * Decodes an update. Takes time linear in its bytes, since every struct, key and range takes at least one of them.
 * Throws `MalformedUpdateError`.
 */
export function inspectUpdate(update: Uint8Array): InspectedUpdate {
  let decoded: ReturnType<typeof decodeUpdate>
  try {
    decoded = decodeUpdate(update)
  } catch (cause) {
    throw new MalformedUpdateError('not a Yjs update', { cause })
  }
  const writes: { client: number; from: number; to: number }[] = []
  const needs = new Map<number, number>()
  const closed = new Set<number>()
  const need = (id: unknown) => {
    if (id instanceof ID) needs.set(id.client, Math.max(needs.get(id.client) ?? 0, id.clock + 1))
  }
  for (const struct of decoded.structs) {
    const { client, clock } = struct.id
    const to = clock + struct.length
    if (!(struct.length > 0) || to > maxClock)
      throw new MalformedUpdateError('a struct without length, or a forged clock')
    if (struct instanceof Skip) continue
    const last = writes.at(-1)
    if (last?.client === client && last.to === clock) last.to = to
    else {
      // Yjs keeps only the last of two sections of one client: an honest encoder writes one.
      if (last !== undefined && last.client !== client) closed.add(last.client)
      if (closed.has(client)) throw new MalformedUpdateError('two sections of one client')
      writes.push({ client, from: clock, to })
    }
    if (struct instanceof Item) {
      need(struct.origin)
      need(struct.rightOrigin)
      need(struct.parent)
    } else if (!(struct instanceof GC)) throw new MalformedUpdateError('an unknown struct')
  }
  const deletes = [...decoded.ds.clients].flatMap(([client, ranges]) =>
    ranges.map(({ clock, len }) => {
      if (clock + len > maxClock) throw new MalformedUpdateError('a forged clock')
      return { client, from: clock, to: clock + len }
    }),
  )
  return { writes, deletes, needs, structCount: decoded.structs.length + deletes.length }
}
