import { createHash } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'

const shape = z.record(z.string(), z.string())

/**
 * The operations of a file, a JSON object of texts by their SHA-256 in hexadecimal; none where there is no file yet. Throws
 * for a file that is none of the kind, or one whose texts do not belong to their hashes.
 */
export async function readDocuments(file: string): Promise<Map<string, string>> {
  const json = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}'
    throw error
  })
  const texts = Object.entries(shape.parse(JSON.parse(json)))
  for (const [hash, text] of texts)
    if (hash !== sha256(text)) throw new Error(`${file}: ${hash} is not the SHA-256 of its operation`)
  return new Map(texts)
}

/** Replaces the file as a whole, so that whoever reads meanwhile reads the old one or the new one. */
export async function writeDocuments(file: string, documents: ReadonlyMap<string, string>): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(Object.fromEntries(documents), null, 2)}\n`, { flush: true })
  await rename(`${file}.new`, file)
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
