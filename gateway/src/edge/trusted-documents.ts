import { unwatchFile, watchFile } from 'node:fs'
import { GraphQLError } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import { readDocuments, sha256 } from './document-file.ts'

/** Operations that were published beforehand, by the SHA-256 of their text. Disposing stops looking for further ones. */
export type TrustedDocuments = Disposable & {
  find(hash: string): string | undefined
  /** Throws where only published operations are answered and this is none. */
  check(source: string): void
  /** What Apollo Server asks for the text behind a hash; clients may register more unless only published ones count. */
  readonly cache: {
    get(key: string): Promise<string | undefined>
    set(key: string, text: string): Promise<void>
    delete(key: string): Promise<boolean>
  }
}

export type TrustedDocumentsOptions = {
  /** What was published, in the form of `document-file.ts`. */
  readonly file: string | undefined
  readonly onlyTrusted: boolean
  readonly log: Log
}

const lookEveryMs = 1_000
const maxRegisteredCharacters = 8_000_000
const notPublished = () =>
  new GraphQLError('Only published operations are answered', { extensions: { code: 'FORBIDDEN' } })

/**
 * Reads the published operations, and again whenever the file changes; one that cannot be read then leaves things as they
 * were. Throws for a file that is none of the kind, and where only published operations count and there are none.
 */
export async function readTrustedDocuments({
  file,
  onlyTrusted,
  log,
}: TrustedDocumentsOptions): Promise<TrustedDocuments> {
  let published = file === undefined ? new Map<string, string>() : await readDocuments(file)
  if (onlyTrusted && published.size === 0)
    throw new Error(`only published operations are to be answered, and ${file ?? 'nothing'} publishes none`)
  const readAgain = async (from: string) => {
    try {
      published = await readDocuments(from)
      log.info({ operations: published.size }, 'the published operations were read again')
    } catch (error) {
      log.error({ err: error }, 'the published operations could not be read; the old ones stay')
    }
  }
  const onChange = () => {
    if (file !== undefined) void readAgain(file)
  }
  if (file !== undefined) watchFile(file, { interval: lookEveryMs, persistent: false }, onChange)
  const registered = new LRUCache<string, string>({
    maxSize: maxRegisteredCharacters,
    sizeCalculation: (text) => text.length + 1,
  })
  const hashOf = (key: string) => key.slice(key.lastIndexOf(':') + 1)
  return {
    find: (hash) => published.get(hash) ?? registered.get(hash),
    check: (source) => {
      if (onlyTrusted && !published.has(sha256(source))) throw notPublished()
    },
    cache: {
      get: async (key) => published.get(hashOf(key)) ?? registered.get(hashOf(key)),
      set: async (key, text) => {
        if (!onlyTrusted) registered.set(hashOf(key), text)
      },
      delete: async (key) => registered.delete(hashOf(key)),
    },
    [Symbol.dispose]: () => {
      if (file !== undefined) unwatchFile(file, onChange)
    },
  }
}
