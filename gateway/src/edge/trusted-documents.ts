import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { GraphQLError } from 'graphql'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'

/** Operations that were published beforehand, by the SHA-256 of their text. */
export type TrustedDocuments = {
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
  /** A JSON object of texts by their SHA-256 in hexadecimal. */
  readonly file: string | undefined
  readonly onlyTrusted: boolean
}

const manifest = z.record(z.string(), z.string())
const maxRegisteredCharacters = 8_000_000
const notPublished = () =>
  new GraphQLError('Only published operations are answered', { extensions: { code: 'FORBIDDEN' } })

/** Reads the published operations. Throws for a file that is none, or one whose texts do not belong to their hashes. */
export async function readTrustedDocuments({ file, onlyTrusted }: TrustedDocumentsOptions): Promise<TrustedDocuments> {
  const texts = file === undefined ? {} : manifest.parse(JSON.parse(await readFile(file, 'utf8')))
  const published = new Map(Object.entries(texts))
  for (const [hash, text] of published) {
    if (hash !== sha256(text)) throw new Error(`${file}: ${hash} is not the SHA-256 of its operation`)
  }
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
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
