import { decodeUpdateV2, GC, ID, Item, Skip, UpdateDecoderV1 } from 'yjs'

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
  /** It is one run of structs of one client, deletes nothing, and holds no byte beside. */
  readonly isPlain: boolean
}

/** Reads an update; the last one knows how far it has come. */
class UpdateReader extends UpdateDecoderV1 {
  static last: UpdateReader | null = null
  constructor(...options: ConstructorParameters<typeof UpdateDecoderV1>) {
    super(...options)
    UpdateReader.last = this
  }
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
  let decoded: ReturnType<typeof decodeUpdateV2>
  try {
    decoded = decodeUpdateV2(update, UpdateReader)
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
  const sections = update[0]
  const isPlain =
    writes.length === 1 &&
    sections === 1 &&
    decoded.ds.clients.size === 0 &&
    UpdateReader.last?.restDecoder.pos === update.length
  return { writes, deletes, needs, structCount: decoded.structs.length + deletes.length, isPlain }
}
