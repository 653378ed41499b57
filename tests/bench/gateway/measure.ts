import { Pool } from 'undici'
import type { MeasuredProcess } from '../../harness/measured-process.ts'

type Operation = { readonly query: string; readonly variables: object; readonly connections: number }

/** Sends exactly so many requests over so many connections, each as soon as the last is answered. */
export async function load(target: MeasuredProcess, { query, variables, connections }: Operation, count: number) {
  const url = new URL(target.line)
  const tokens = url.hash.slice(1).split(',')
  const pool = new Pool(url.origin, { connections })
  const body = JSON.stringify({ query, variables })
  const latencies: number[] = []
  let sample: unknown
  let sent = 0
  const from = performance.now()
  const client = async (token: string | undefined) => {
    const authorization = token === undefined || token === '' ? {} : { authorization: `Bearer ${token}` }
    const headers = { 'content-type': 'application/json', ...authorization }
    while (sent++ < count) {
      const began = performance.now()
      const answer = await pool.request({ method: 'POST', path: url.pathname, headers, body })
      const text = await answer.body.text()
      latencies.push(performance.now() - began)
      if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}: ${text}`)
      if (sample === undefined && text.startsWith('{')) sample = (JSON.parse(text) as { readonly data: unknown }).data
    }
  }
  await Promise.all(Array.from({ length: connections }, (_, n) => client(tokens[n])))
  const seconds = (performance.now() - from) / 1_000
  await pool.close()
  return { sample, seconds, latencies }
}
