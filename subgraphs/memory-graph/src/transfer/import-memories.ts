import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import { importLines, type ImportReport } from './import-lines.ts'

const maxLines = 1_000

/** Imports a few lines of JSON at once. */
export async function importMemories(
  context: Context,
  { lines: text }: { readonly lines: string },
): Promise<ImportReport> {
  const lines = text.split('\n')
  if (lines.length > maxLines) throw badInput('lines', `lines: at most ${maxLines}; send more to /import`)
  let report: ImportReport | null = null
  for await (report of importLines(context, oneByOne(lines)));
  if (report === null) throw new Error('an import reports at least once')
  await context.announceHead()
  return report
}

async function* oneByOne(lines: readonly string[]): AsyncIterable<string> {
  yield* lines
}
