import { setTimeout as delay } from 'node:timers/promises'
import { Agent, request } from 'undici'

/** One request of the mix: who asks, and what. */
export type Asked = { readonly token: string; readonly query: string; readonly variables: object }
export type Outcome = 'ok' | 'refused' | 'failed'
export type Sample = { readonly at: number; readonly ms: number; readonly outcome: Outcome }

/** A client that waits longer has gone away. */
const patienceMs = 10_000
/** Every client has a connection of its own: one that waits keeps no other from asking. */
const agent = new Agent({ connections: 5_000, pipelining: 1 })

/** Sends one request; `refused` is an answer that tells the client to come back later. */
async function send(url: string, { token, query, variables }: Asked): Promise<Outcome> {
  try {
    const { body } = await request(`${url}/graphql`, {
      method: 'POST',
      dispatcher: agent,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
      headersTimeout: patienceMs,
      signal: AbortSignal.timeout(patienceMs),
    })
    type Answer = { readonly errors?: readonly { readonly extensions?: { readonly retryAfterMs?: number } }[] }
    const { errors } = (await body.json()) as Answer
    if (errors === undefined) return 'ok'
    return errors.every(({ extensions }) => extensions?.retryAfterMs !== undefined) ? 'refused' : 'failed'
  } catch {
    return 'failed'
  }
}

/**
 * Sends at a rate, whether answers come or not, as many independent clients do. A request's time counts from when it
 * was due, so that a generator or a server that falls behind hides nothing.
 */
export async function atRate(url: string, perSecond: number, seconds: number, next: () => Asked): Promise<Sample[]> {
  const samples: Sample[] = []
  const running = new Set<Promise<void>>()
  const from = performance.now()
  for (let n = 0; n < perSecond * seconds; n++) {
    const due = from + (n * 1_000) / perSecond
    const wait = due - performance.now()
    if (wait > 1) await delay(wait)
    const sent = send(url, next()).then((outcome) => {
      samples.push({ at: due - from, ms: performance.now() - due, outcome })
      running.delete(sent)
    })
    running.add(sent)
  }
  await Promise.all(running)
  return samples
}

/** Keeps so many requests under way for a while: what comes through a second is the capacity. */
export async function atConcurrency(url: string, clients: number, seconds: number, next: () => Asked) {
  const end = performance.now() + seconds * 1_000
  let answered = 0
  const client = async () => {
    while (performance.now() < end) if ((await send(url, next())) === 'ok') answered++
  }
  await Promise.all(Array.from({ length: clients }, client))
  return answered / seconds
}

export function quantile(samples: readonly Sample[], q: number): number {
  const sorted = samples.map(({ ms }) => ms).toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
}

export const share = (samples: readonly Sample[], outcome: Outcome) =>
  samples.filter((sample) => sample.outcome === outcome).length / samples.length
