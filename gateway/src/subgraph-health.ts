import { request } from 'undici'
import { z } from 'zod'
import type { HealthReport, HealthState } from '@graphmemory/service/health.ts'

const answerShape = z.object({ status: z.enum(['ok', 'degraded', 'down']) })

/** The state of each subgraph process, asked over HTTP. One that does not answer is `down`. */
export async function subgraphHealth(urls: ReadonlyMap<string, string>): Promise<HealthReport> {
  const states = await Promise.all([...urls].map(async ([name, url]) => [name, await stateOf(url)] as const))
  return Object.fromEntries(states)
}

async function stateOf(url: string): Promise<HealthState> {
  try {
    const { body } = await request(`${url}/health`, { headersTimeout: 2_000, bodyTimeout: 2_000 })
    return answerShape.parse(await body.json()).status
  } catch {
    return 'down'
  }
}
