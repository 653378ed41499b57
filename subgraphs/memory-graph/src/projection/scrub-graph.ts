import { createDigest, memoryHash, relationHash } from '../engine/digest.ts'
import { GraphDamagedError } from '../engine/engine-errors.ts'
import type { GraphEngine } from '../engine/engine.ts'
import type { Database } from '@graphmemory/database/database.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import { readHead } from '../read-log.ts'
import { graphSource } from './graph-source.ts'
import type { Projector } from './projector.ts'

/** What came out: the graph holds what the rows say; it did not, and was built anew; or too much was written meanwhile to tell. */
export type ScrubOutcome = 'SOUND' | 'REBUILT' | 'BUSY'

export type ScrubResources = {
  readonly database: Database
  readonly engine: GraphEngine
  readonly projector: Projector
  readonly log: Log
}

/** A graph that lags behind is given so long. */
const reachWithinMs = 10_000

/** Compares what a tenant's graph holds with what PostgreSQL holds, and builds the graph anew where they differ. */
export async function scrubGraph(
  { database, engine, projector, log }: ScrubResources,
  tenantId: string,
): Promise<ScrubOutcome> {
  const expected = await stateOfRows(database, tenantId)
  if (expected === null || !(await projector.reach(tenantId, expected.seq, reachWithinMs))) return 'BUSY'
  const found = await engine.state(tenantId).catch((error: unknown) => {
    if (error instanceof GraphDamagedError) return null
    throw error
  })
  if (found !== null && found.seq !== expected.seq) return 'BUSY'
  if (found?.digest === expected.digest) return 'SOUND'
  log.error({ tenantId, expected, found }, 'a graph does not hold what its rows say, and is built anew')
  await projector.rebuild(tenantId)
  return 'REBUILT'
}

/** The digest of the rows at one place of the log; null where it moved while they were read. */
async function stateOfRows(database: Database, tenantId: string) {
  const { seq, memories, relations } = await graphSource(database, tenantId)
  const digest = createDigest()
  for await (const memory of memories) digest.add(memoryHash(memory))
  for await (const relation of relations) digest.add(relationHash(relation))
  const head = await database.withTenantId(tenantId, readHead)
  return head === seq ? { seq, digest: digest.hex() } : null
}
