import type { Embedder } from './embedder.ts'
import { createLocalEmbedder } from './local-embedder.ts'
import { createRemoteEmbedder, type RemoteModel } from './remote-embedder.ts'

/** Where vectors come from: the model in its package, an endpoint, or nowhere. */
export type EmbeddingConfig =
  | { readonly kind: 'local' }
  | ({ readonly kind: 'remote' } & RemoteModel)
  | { readonly kind: 'none' }

export function createEmbedder(config: EmbeddingConfig): Embedder | null {
  switch (config.kind) {
    case 'local':
      return createLocalEmbedder()
    case 'remote':
      return createRemoteEmbedder(config)
    case 'none':
      return null
  }
}
