import { z } from 'zod'
import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import { readStatement } from './cypher/read-statement.ts'
import { StatementError } from './engine/engine-errors.ts'
import { readInput } from './read-input.ts'
import { demandAllSpaces } from './spaces/space-access.ts'

const maxRows = 1_000
const maxCharacters = 1_000_000
const maxParametersBytes = 16_384
const deadlineMs = 3_000

export type StatementAnswer = {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
  readonly isCut: boolean
  readonly stale: boolean
}
type Given = {
  readonly statement: string
  readonly parameters?: unknown
  readonly first: number
}

/**
 * Asks the tenant's graph in openCypher. Only statements that read, within bounds of time, rows and size; that it was asked
 * is in the audit log before the answer.
 */
export async function queryGraph(context: Context, { statement, parameters, first }: Given): Promise<StatementAnswer> {
  if (first < 1 || first > maxRows) throw badInput('first', `first is 1 to ${maxRows}`)
  const names = readStatement(statement)
  const given = readParameters(parameters, names)
  await demandAllSpaces(context)
  await context.withTenant((em) =>
    recordAudit(em, context.viewer, {
      type: 'data_access',
      action: 'memory.query',
      resource: { type: 'memory', id: null },
      details: { statement },
    }),
  )
  const request = { statement, parameters: given, maxRows: first, maxCharacters, deadlineMs }
  const { result, stale } = await context
    .readGraph((engine, tenantId) => engine.query(tenantId, request))
    .catch((error: unknown) => {
      if (error instanceof StatementError) throw badInput('statement', `statement: ${error.message}`)
      throw error
    })
  return { ...result, stale }
}

const isOfOneKind = (list: readonly unknown[]) => new Set(list.map((value) => Number.isInteger(value))).size === 1

const scalars = [z.string(), z.number(), z.boolean()] as const
/** An empty list has no kind that the graph could know; of numbers that are whole and such that are not, it would misread some. */
const parametersShape = z
  .record(
    z.string(),
    z.union([...scalars, ...scalars.map((scalar) => z.array(scalar).min(1).refine(isOfOneKind))]),
    'a value for each $name',
  )
  .refine((values) => Buffer.byteLength(JSON.stringify(values)) <= maxParametersBytes, 'at most 16 kB')

function readParameters(given: unknown, names: ReadonlySet<string>): Readonly<Record<string, unknown>> {
  const { parameters } = readInput(z.object({ parameters: parametersShape }), { parameters: given ?? {} })
  const missing = [...names].find((name) => !Object.hasOwn(parameters, name))
  if (missing !== undefined) throw badInput('parameters', `parameters: $${missing} is missing`)
  const needless = Object.keys(parameters).find((name) => !names.has(name))
  if (needless !== undefined) throw badInput('parameters', `parameters: the statement has no $${needless}`)
  return parameters
}
