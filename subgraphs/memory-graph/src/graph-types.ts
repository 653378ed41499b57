/** The kinds of knowledge a memory may hold. */
export const memoryTypes = ['PROCEDURAL', 'SEMANTIC', 'EPISODIC', 'DECLARATIVE'] as const

/** What a relation may say. */
export const relationTypes = [
  'RELATED_TO',
  'DEPENDS_ON',
  'PART_OF',
  'SIMILAR_TO',
  'CONTRADICTS',
  'SUPPORTS',
  'FOLLOWS',
  'PRECEDES',
] as const

export const operationKinds = [
  'MEMORY_CREATED',
  'MEMORY_UPDATED',
  'MEMORY_DELETED',
  'MEMORY_RESTORED',
  'MEMORY_MERGED',
  'RELATION_CREATED',
  'RELATION_UPDATED',
  'RELATION_DELETED',
  'RELATION_RESTORED',
] as const
export type OperationKind = (typeof operationKinds)[number]

export type ActorKind = 'USER' | 'API_KEY' | 'SERVICE'

export const sourceKinds = ['PERSON', 'AGENT', 'URL', 'FILE'] as const
/** What a memory or a relation came from. */
export type Source = {
  readonly kind: (typeof sourceKinds)[number]
  readonly reference: string
  readonly line: number | null
}

/** A file elsewhere. */
export type Attachment = {
  readonly url: string
  readonly name: string
  readonly mediaType: string
  readonly size: number | null
}

export type Properties = Readonly<Record<string, unknown>>
