import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { readConfig, type Env } from '@graphmemory/service/read-config.ts'
import { ExitError } from '@graphmemory/service/run-main.ts'
import { createProgress } from '../progress.ts'

/** An access token, or an API key with the right to import or export memories. */
const shape = z.object({ GM_TOKEN: z.string().min(1) })

const reportShape = z.object({
  lines: z.number(),
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  failed: z.number(),
  errors: z.array(z.object({ line: z.number(), field: z.string().nullable(), message: z.string() })),
  done: z.boolean().optional(),
})
type Report = z.output<typeof reportShape>

/**
 * Sends a file of lines of JSON to a running product and tells how far it is. Ends with exit code 1 when a line was left
 * out; sending the file again is harmless.
 */
export async function importFile(file: string, url: string, env: Env): Promise<void> {
  const { GM_TOKEN } = readConfig(shape, env)
  const about = await stat(file).catch((error: unknown) => {
    throw new ExitError(`${file} cannot be read.`, { cause: error })
  })
  if (about.isDirectory()) throw new ExitError(`${file} is a folder: name a file.`)
  const { size } = about
  let sent = 0
  const counted = new Transform({
    transform(piece: Buffer, _encoding, done) {
      sent += piece.length
      done(null, piece)
    },
  })
  createReadStream(file)
    .on('error', (error) => counted.destroy(error))
    .pipe(counted)
  const response = await ask(`${url}/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${GM_TOKEN}`, 'content-type': 'application/x-ndjson' },
    body: Readable.toWeb(counted),
    duplex: 'half',
  })
  let last: Report | null = null
  const progress = createProgress(process.stdout, process.stderr)
  try {
    for await (const line of linesOf(response)) {
      last = readReport(line)
      const { lines, failed } = last
      const words = `${lines.toLocaleString('en')} lines${failed === 0 ? '' : `, ${failed.toLocaleString('en')} left out`}`
      progress.show(size === 0 ? 1 : sent / size, words)
    }
  } finally {
    progress.end()
  }
  if (last?.done !== true) throw new ExitError('The import was cut off; what was told of is kept. Send the file again.')
  for (const { line, field, message } of last.errors)
    process.stderr.write(`line ${line}: ${field === null ? '' : `${field}: `}${message}\n`)
  const { lines, created, updated, unchanged, failed } = last
  process.stdout.write(
    `${lines} lines: ${created} created, ${updated} updated, ${unchanged} unchanged, ${failed} left out.\n`,
  )
  if (failed > 0) throw new ExitError(`${failed} ${failed === 1 ? 'line was' : 'lines were'} left out.`)
}

/** Writes a tenant's graph to a file, or to the terminal. */
export async function exportFile(file: string | undefined, format: string, url: string, env: Env): Promise<void> {
  const { GM_TOKEN } = readConfig(shape, env)
  const response = await ask(`${url}/export?format=${encodeURIComponent(format)}`, {
    headers: { authorization: `Bearer ${GM_TOKEN}` },
  })
  if (response.body === null) throw new ExitError('There was no answer.')
  await pipeline(
    Readable.fromWeb(response.body),
    file === undefined ? process.stdout : createWriteStream(file, { flags: 'wx' }),
  ).catch((error: unknown) => {
    throw new ExitError(`The export was not finished: ${error instanceof Error ? error.message : String(error)}.`)
  })
}

async function ask(url: string, init: RequestInit & { duplex?: 'half' }): Promise<Response> {
  const response = await fetch(url, init).catch((error: unknown) => {
    throw new ExitError(`Nothing answers at ${url}.`, { cause: error })
  })
  if (response.ok) return response
  throw new ExitError(`Refused: ${messageIn(await response.text())}.`)
}

async function* linesOf(response: Response): AsyncIterable<string> {
  if (response.body === null) return
  for await (const line of createInterface({ input: Readable.fromWeb(response.body) })) if (line !== '') yield line
}

function readReport(line: string): Report {
  const report = reportShape.safeParse(JSON.parse(line))
  if (report.success) return report.data
  throw new ExitError(`The import ended: ${messageIn(line)}. What was told of is kept.`)
}

const refusalShape = z.object({ errors: z.array(z.object({ message: z.string() })).min(1) })

function messageIn(answer: string): string {
  try {
    return refusalShape.parse(JSON.parse(answer)).errors[0]?.message ?? answer
  } catch {
    return answer.slice(0, 200)
  }
}
