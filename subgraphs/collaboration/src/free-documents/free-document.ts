import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import type { DocumentRow } from '../document-row.ts'
import { documentOf } from '../enter-document.ts'

/** The free document with this id. Throws `NOT_FOUND`, and `BAD_USER_INPUT` for a memory's: what it is called, and whether it is there, is its memory's. */
export async function freeDocumentOf(context: Context, id: string): Promise<DocumentRow> {
  const document = await documentOf(context, id)
  if (document.memoryId !== null) throw badInput('id', 'This document is a memory’s: change the memory')
  return document
}
