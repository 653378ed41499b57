import { authorize } from '@graphmemory/identity/permissions.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { Collaboration } from './collaboration.ts'
import { createCommentLoaders, type CommentLoaders } from './comments/comment-loaders.ts'
import { readDocuments, type DocumentRow } from './document-row.ts'
import { EventStream, type Stream } from './event-stream.ts'
import { placeOf } from './place-access.ts'
import { createVersionLoaders, type VersionLoaders } from './versions/version-loaders.ts'
import { createSuggestionLoaders, type SuggestionLoaders } from './suggestions/suggestion-loaders.ts'

/** What one request may touch: everything it reads is confined to the viewer's tenant. */
export type Context = {
  readonly viewer: Identity
  /** Who stands behind what stays open: other rights than at first, the same person. */
  readonly currentViewer: () => Identity
  readonly collaboration: Collaboration
  /**
   * Reads a document once a request, with all others that the same turn asks for; null where the viewer has none such, or
   * it is hidden from him.
   */
  readonly document: (by: 'id' | 'memory_id', key: string) => Promise<DocumentRow | null>
  readonly comments: CommentLoaders
  readonly suggestions: SuggestionLoaders
  readonly versions: VersionLoaders
  /** Where the events of a session go. */
  readonly stream: (sessionId: string) => Stream
}

export function createContext(
  collaboration: Collaboration,
  viewer: Identity,
  stream: (sessionId: string) => Stream = (sessionId) => new EventStream(sessionId, collaboration.limits),
  currentViewer: () => Identity = () => viewer,
): Context {
  // Pushes, of which there are many a second, load none of these.
  let comments: CommentLoaders | null = null
  let suggestions: SuggestionLoaders | null = null
  let versions: VersionLoaders | null = null
  let loaders: Readonly<Record<'id' | 'memory_id', ReturnType<typeof loader>>> | null = null
  return {
    viewer,
    currentViewer,
    collaboration,
    document(by, key) {
      loaders ??= { id: loader(collaboration, viewer, 'id'), memory_id: loader(collaboration, viewer, 'memory_id') }
      return loaders[by](key)
    },
    get comments() {
      return (comments ??= createCommentLoaders(collaboration.database, viewer))
    },
    get suggestions() {
      return (suggestions ??= createSuggestionLoaders(collaboration.database, viewer))
    },
    get versions() {
      return (versions ??= createVersionLoaders(collaboration.database, viewer))
    },
    stream,
  }
}

function loader(collaboration: Collaboration, viewer: Identity, by: 'id' | 'memory_id') {
  let batch: { readonly keys: Set<string>; readonly rows: Promise<ReadonlyMap<string, DocumentRow>> } | null = null
  return async (key: string): Promise<DocumentRow | null> => {
    if (batch === null) {
      authorize(viewer, 'read', 'document')
      const keys = new Set<string>()
      const rows = Promise.resolve().then(async () => {
        batch = null
        const found = await collaboration.database.withTenant(viewer, (em) => readDocuments(em, by, [...keys]))
        const accesses = await collaboration.access.ofAll(viewer, found.map(placeOf))
        const seen = found.filter((_, index) => accesses[index] !== 'NONE')
        return new Map(seen.map((row) => [(by === 'id' ? row.id : row.memoryId) ?? '', row]))
      })
      batch = { keys, rows }
    }
    batch.keys.add(key)
    return (await batch.rows).get(key) ?? null
  }
}
