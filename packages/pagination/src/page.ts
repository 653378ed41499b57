import { badInput } from '@graphmemory/errors/client-error.ts'

export type PageInfo = {
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
  readonly startCursor: string | null
  readonly endCursor: string | null
}

/** A Relay connection, with the nodes beside the edges. */
export type Connection<Node> = {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[]
  readonly nodes: readonly Node[]
  readonly pageInfo: PageInfo
}

export type PageArguments = { readonly first?: number | null | undefined; readonly after?: string | null | undefined }

/** The position of an item in the order of its list: the values of the columns that it is sorted by. */
export type Keyset = readonly (string | number | null)[]

export type PageRequest = { readonly limit: number; readonly after: Keyset | null }

const maxFirst = 100
const defaultFirst = 20

/** Reads `first` (1 to 100, 20 when absent) and `after`. Throws `BAD_USER_INPUT` for others. */
export function readPage({ first, after }: PageArguments, keyLength: number): PageRequest {
  const limit = first ?? defaultFirst
  if (!Number.isInteger(limit) || limit < 1 || limit > maxFirst) throw badInput('first', `first is 1 to ${maxFirst}`)
  return { limit, after: after === null || after === undefined ? null : decodeCursor(after, keyLength) }
}

/**
 * Makes a connection of what was read with `limit + 1`: the item too many says that there are more.
 * `keyOf` gives the keyset that the next page starts after.
 */
export function toConnection<Node>(
  items: readonly Node[],
  { limit, after }: PageRequest,
  keyOf: (node: Node) => Keyset,
): Connection<Node> {
  const nodes = items.slice(0, limit)
  const edges = nodes.map((node) => ({ cursor: encodeCursor(keyOf(node)), node }))
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: items.length > limit,
      hasPreviousPage: after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}

/** Cursors are opaque: clients hand them back and nothing else. */
export const encodeCursor = (key: Keyset): string => Buffer.from(JSON.stringify(key)).toString('base64url')

export function decodeCursor(cursor: string, keyLength: number): Keyset {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(key) && key.length === keyLength && key.every(isKeyPart)) return key
  } catch {
    // refused below, as any other text that is no cursor of ours
  }
  throw badInput('after', 'not a cursor of this list')
}

const isKeyPart = (part: unknown): part is string | number | null =>
  part === null || typeof part === 'string' || (typeof part === 'number' && Number.isFinite(part))
