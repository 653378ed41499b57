import { request } from 'undici'
import { z } from 'zod'
import type { HealthReport, HealthState } from '@graphmemory/service/health.ts'

const answerShape = z.object({ status: z.enum(['ok', 'degraded', 'down']) })

/**
 * The state of each subgraph, asked of its processes over HTTP: `down` where none of them does the work, `degraded` where
 * one does not. One that does not answer is `down`.
 */
export async function subgraphHealth(urls: ReadonlyMap<string, readonly string[]>): Promise<HealthReport> {
  const states = await Promise.all(
    [...urls].map(async ([name, all]) => [name, together(await Promise.all(all.map(stateOf)))] as const),
  )
  return Object.fromEntries(states)
}

function together(states: readonly HealthState[]): HealthState {
  if (states.every((state) => state === 'ok')) return 'ok'
  return states.every((state) => state === 'down') ? 'down' : 'degraded'
}

async function stateOf(url: string): Promise<HealthState> {
  try {
    const { body } = await request(`${url}/health`, { headersTimeout: 2_000, bodyTimeout: 2_000 })
    return answerShape.parse(await body.json()).status
  } catch {
    return 'down'
  }
}
