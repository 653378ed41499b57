import { z } from 'zod'
import { readConfig, type Env } from '@graphmemory/service/read-config.ts'
import type { EmbeddingConfig } from './create-embedder.ts'

const remote = z.object({
  EMBEDDINGS_URL: z.url({ protocol: /^https?$/, error: 'not an http or https URL' }),
  EMBEDDINGS_MODEL: z.string().min(1),
  EMBEDDINGS_KEY: z.string().optional(),
})
const shape = z.object({ EMBEDDINGS: z.enum(['local', 'remote', 'none']).default('local') })

/** `local` where nothing is said: searches are best with embeddings, and the model costs nothing before the first memory. */
export function readEmbeddingConfig(env: Env): EmbeddingConfig {
  const { EMBEDDINGS: kind } = readConfig(shape, env)
  if (kind !== 'remote') return { kind }
  const { EMBEDDINGS_URL: url, EMBEDDINGS_MODEL: model, EMBEDDINGS_KEY: key } = readConfig(remote, env)
  return { kind, url, model, key: key ?? null }
}
