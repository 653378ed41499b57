/**
 * Gives the `fetch` of a script what a good client of the product has (`node --import`): requests take turns between the
 * gateways in `GATEWAYS`, a write whose input takes an `idempotencyKey` is named, and what may be sent again is: queries
 * and named writes, where no answer came or it says to come back, and anything for which there was no connection. Tells
 * its parent of each named write.
 */
import { readFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'

type Body = { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> }
type Answer = { readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[] }

const gateways = (process.env['GATEWAYS'] ?? '').split(',')
const patienceMs = 20_000
const fetchOnce = globalThis.fetch
const sdl = readFileSync(new URL('../../schema/memory-graph.graphql', import.meta.url), 'utf8')
/** The inputs that take a name for the request. */
const nameable = new Set(
  [...sdl.matchAll(/^input (\w+) \{([^}]*)\}/gm)].flatMap(([, name = '', fields = '']) =>
    /^ {2}idempotencyKey: String$/m.test(fields) ? [name] : [],
  ),
)
let turn = 0

globalThis.fetch = async (target, init) => {
  const address = new URL(target instanceof Request ? target.url : target)
  const sent = typeof init?.body === 'string' && address.pathname === '/graphql' ? named(init.body) : undefined
  const body = sent?.body ?? init?.body
  const isMutation = sent !== undefined && /^\s*mutation\b/.test(sent.query)
  const isRepeatable = !isMutation || sent.isNamed
  if (isMutation && sent.isNamed) process.send?.('a named write')
  const end = Date.now() + patienceMs
  for (let pauseMs = 20; ; pauseMs = Math.min(500, 2 * pauseMs)) {
    const gateway = gateways[turn++ % gateways.length]
    const url = new URL(address.pathname + address.search, gateway)
    const answer = await fetchOnce(url, { ...init, ...(body !== undefined && { body }) }).catch(
      (error: unknown) => error,
    )
    const mayRepeat = Date.now() < end && (isRepeatable || wasNotSent(answer))
    if (answer instanceof Response) {
      if (!mayRepeat || !(await saysToComeBack(answer))) return answer
    } else if (!mayRepeat) throw answer
    await delay(pauseMs * (1 + Math.random()))
  }
}

function named(text: string) {
  const { query, variables = {} } = JSON.parse(text) as Body
  const [, variable = '', type = ''] = /\$(\w+): (\w+)!/.exec(query) ?? []
  const input = variables[variable]
  if (!nameable.has(type) || typeof input !== 'object') return { query, body: text, isNamed: false }
  const withName = { ...variables, [variable]: { idempotencyKey: randomUUID(), ...input } }
  return { query, body: JSON.stringify({ query, variables: withName }), isNamed: true }
}

const wasNotSent = (answer: unknown): boolean =>
  answer instanceof Error && answer.cause instanceof Error && 'code' in answer.cause
    ? answer.cause.code === 'ECONNREFUSED'
    : false

async function saysToComeBack(answer: Response): Promise<boolean> {
  if (answer.status === 502 || answer.status === 503) return true
  if (answer.headers.get('content-type')?.includes('json') !== true) return false
  const { errors = [] } = (await answer.clone().json()) as Answer
  return errors.some(({ extensions }) => extensions?.code === 'UNAVAILABLE')
}
