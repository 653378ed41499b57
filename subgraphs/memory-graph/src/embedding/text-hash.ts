import { createHash } from 'node:crypto'
import type { Memory } from '../entities.ts'
import { chunkText } from './chunk-text.ts'

/** The hash by which the text that vectors were made from is known again. */
export const textHashOf = (memory: Pick<Memory, 'title' | 'content' | 'tags'>): string => hashOf(chunkText(memory))

export const hashOf = (chunks: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(chunks)).digest('base64url')
