import { z } from 'zod'
import { badInput } from '@graphmemory/errors/client-error.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import { findAnswered, keepAnswered, revived } from '../answered-requests.ts'
import { authorOf } from '../author.ts'
import type { Context } from '../context.ts'
import { request as repeatable } from '../input-shapes.ts'
import { readInput } from '../read-input.ts'
import { repeatableRequest } from '../write-graph.ts'
import { importLines, type ImportReport } from './import-lines.ts'

const maxLines = 1_000

const shape = z.object({ lines: z.string(), ...repeatable })

/** Imports a few lines of JSON at once. A request with a name that breaks off is carried out anew, which is harmless. */
export async function importMemories(context: Context, given: unknown): Promise<ImportReport> {
  const { idempotencyKey, ...input } = readInput(shape, given)
  const lines = input.lines.split('\n')
  if (lines.length > maxLines) throw badInput('lines', `lines: at most ${maxLines}; send more to /import`)
  const request = repeatableRequest({ action: 'memory.import', idempotencyKey, input }, authorOf(context.viewer))
  const earlier = request && (await context.withTenant((em) => findAnswered(em, request)))
  if (earlier !== null) return revived(earlier) as ImportReport
  let report: ImportReport | null = null
  for await (report of importLines(context, oneByOne(lines)));
  if (report === null) throw new Error('an import reports at least once')
  const done = report
  if (request !== null) await context.withTenant((em) => keepAnswered(em, tenantOf(context.viewer), request, done))
  await context.announceHead()
  return report
}

async function* oneByOne(lines: readonly string[]): AsyncIterable<string> {
  yield* lines
}
