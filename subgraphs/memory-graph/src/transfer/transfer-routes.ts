import { badInput, ClientError } from '@graphmemory/errors/client-error.ts'
import { errorCodeOf } from '@graphmemory/errors/error-code-of.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { authorize, type Action } from '@graphmemory/identity/permissions.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import type { Resources } from '@graphmemory/service/resources.ts'
import type { Route, RouteRequest, RouteResponse } from '@graphmemory/service/subgraph.ts'
import type { Context } from '../context.ts'
import { exportFormats } from './export-formats.ts'
import { exportGraph } from './export-graph.ts'
import { importLines, type ImportReport } from './import-lines.ts'
import { startImportRun } from './import-run.ts'
import { splitLines } from './split-lines.ts'

const statuses: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BAD_USER_INPUT: 400,
  PAYLOAD_TOO_LARGE: 413,
  UNAVAILABLE: 503,
}
const ndjson = 'application/x-ndjson; charset=utf-8'

/**
 * `POST /import` takes lines of JSON and answers, while it works, a line of what was done so far, at first and after each
 * batch, with the id by which `importProgress` follows it (`?id=` gives it one); the last has `done`. `GET /export?format=` answers lines that import back (`jsonl`), or `graphml`, or `cypher`. Both are for
 * bearers of a token with that right.
 */
export function transferRoutes(resources: Resources, contextOf: (viewer: Identity) => Context): readonly Route[] {
  const route = (
    method: Route['method'],
    path: string,
    action: Action,
    answer: (context: Context, request: RouteRequest) => { contentType: string; lines: AsyncIterable<string> },
  ): Route => ({
    method,
    path,
    async handle(request) {
      try {
        const viewer = await permitted(resources, request, action)
        const { contentType, lines } = answer(contextOf(viewer), request)
        // What fails before the first line fails with its status.
        const iterator = lines[Symbol.asyncIterator]()
        const first = await iterator.next()
        const headers = { 'content-type': contentType, 'cache-control': 'no-store' }
        return { status: 200, headers, body: withFirst(first, iterator, resources) }
      } catch (error) {
        return refusal(error)
      }
    },
  })
  return [
    route('POST', '/import', 'import', (context, { body, query }) => ({
      contentType: ndjson,
      lines: reports(context, body, query.get('id')),
    })),
    route('GET', '/export', 'export', (context, { query }) => {
      const format = exportFormats[query.get('format') ?? 'jsonl']
      if (format === undefined) throw badInput('format', `format is one of ${Object.keys(exportFormats).join(', ')}`)
      return { contentType: format.contentType, lines: exportGraph(context, format) }
    }),
  ]
}

async function permitted(resources: Resources, request: RouteRequest, action: Action): Promise<Identity> {
  const { authorization, 'user-agent': userAgent } = request.headers
  const bearer = typeof authorization === 'string' ? /^Bearer (.+)$/i.exec(authorization)?.[1] : undefined
  const viewer = await resources.authenticate(bearer, {
    id: newId('req'),
    ip: request.ip,
    userAgent: typeof userAgent === 'string' ? userAgent : null,
  })
  try {
    authorize(viewer, action, 'memory')
  } catch (error) {
    if (viewer.kind !== 'anonymous') await resources.recordRefusal(viewer, { action: `memory.${action}` })
    throw error
  }
  return viewer
}

async function* reports(
  context: Context,
  body: AsyncIterable<Uint8Array>,
  givenId: string | null,
): AsyncIterable<string> {
  const run = await startImportRun(context, givenId)
  const { id } = run
  let report: ImportReport = { lines: 0, created: 0, updated: 0, unchanged: 0, failed: 0, errors: [] }
  let problem: string | null = 'It was broken off; send the lines again'
  try {
    yield `${JSON.stringify({ id, ...report })}\n`
    for await (report of importLines(context, splitLines(body), run)) yield `${JSON.stringify({ id, ...report })}\n`
    problem = null
  } catch (error) {
    problem = error instanceof ClientError ? error.message : 'Something went wrong on our side'
    throw error
  } finally {
    await context.announceHead()
    await run.end(problem)
  }
  yield `${JSON.stringify({ id, ...report, done: true })}\n`
}

/** Lines of which the first was taken already. What fails later is the last line, since the status has gone. */
async function* withFirst(
  first: IteratorResult<string>,
  rest: AsyncIterator<string>,
  { log }: Resources,
): AsyncIterable<string> {
  try {
    for (let next = first; next.done !== true; next = await rest.next()) yield next.value
  } catch (error) {
    if (errorCodeOf(error) === null) log.error({ err: error }, 'a transfer failed')
    yield `${refusal(error).body}\n`
  } finally {
    await rest.return?.()
  }
}

function refusal(error: unknown): RouteResponse & { readonly body: string } {
  const code = errorCodeOf(error)
  if (code === null || !(error instanceof ClientError)) throw error
  const body = JSON.stringify({ errors: [{ message: error.message, extensions: error.extensions }] })
  return { status: statuses[code] ?? 400, headers: { 'content-type': 'application/json; charset=utf-8' }, body }
}
