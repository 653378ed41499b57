import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { createGraphEngine } from '../create-engine.ts'
import type { EngineOptions } from '../create-engine.ts'
import type { GraphChange } from '../engine.ts'
import type { GraphMemory, GraphRelation } from '../graph-rows.ts'

/** An engine on a folder of its own, which is removed with it. `reopen` closes it and starts another on the same files. */
export async function testEngine(options: Partial<EngineOptions> = {}) {
  const folder = await mkdtemp(joinPath(tmpdir(), 'graph-engine-'))
  const open = async () => {
    const engine = await createGraphEngine({ folder, log: createLog({ level: 'silent', name: 'test' }), ...options })
    // It has started, however busy the machine is: a write waits longer for that than a read.
    await engine.drop('ten_none')
    return engine
  }
  let engine = await open()
  return {
    folder,
    get engine() {
      return engine
    },
    async reopen(meanwhile: () => Promise<void> = async () => {}) {
      await engine[Symbol.asyncDispose]()
      await meanwhile()
      engine = await open()
    },
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export function memory(id: string, fields: Partial<GraphMemory> = {}): GraphMemory {
  return {
    id,
    type: 'SEMANTIC',
    title: id,
    content: '',
    tags: [],
    properties: '{}',
    spaceId: null,
    createdBy: 'usr_1',
    importance: null,
    createdAt: 1,
    updatedAt: 1,
    validFrom: null,
    validTo: null,
    version: 1,
    ...fields,
  }
}

export function relation(fromId: string, toId: string, fields: Partial<GraphRelation> = {}): GraphRelation {
  return {
    id: `rel_${fromId}_${toId}`,
    fromId,
    toId,
    type: 'RELATED_TO',
    weight: 1,
    createdAt: 1,
    validFrom: null,
    validTo: null,
    version: 1,
    ...fields,
  }
}

export const put = (...rows: Parameters<typeof memory>): GraphChange => ({ kind: 'putMemory', memory: memory(...rows) })

export const join = (...rows: Parameters<typeof relation>): GraphChange => ({
  kind: 'putRelation',
  relation: relation(...rows),
})
