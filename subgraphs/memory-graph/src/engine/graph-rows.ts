/**
 * A memory as the graph engine knows it: what is searched, filtered and walked. Everything else is read from PostgreSQL by id.
 * Instants are milliseconds since 1970 (whole numbers). `properties` is JSON text.
 */
export type GraphMemory = {
  readonly id: string
  readonly type: string
  readonly title: string
  readonly content: string
  readonly tags: readonly string[]
  readonly properties: string
  readonly spaceId: string | null
  readonly createdBy: string
  readonly importance: number | null
  readonly createdAt: number
  readonly updatedAt: number
  readonly validFrom: number | null
  readonly validTo: number | null
  readonly version: number
}

/** A directed relation as the graph engine knows it. Several may join one pair: `id` tells them apart. */
export type GraphRelation = {
  readonly id: string
  readonly fromId: string
  readonly toId: string
  readonly type: string
  readonly weight: number
  readonly createdAt: number
  readonly validFrom: number | null
  readonly validTo: number | null
  readonly version: number
}
