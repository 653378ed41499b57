import assert from 'node:assert/strict'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { ask, codeOf, post } from './client.ts'
import { founder, join, person } from './people.ts'
import { until } from './until.ts'

type Change = { memoryChanges: { seq: number; kind: string; memory: { createdBy: { name: string } } | null } }

/**
 * What the product is for, in small: two people of one tenant, memories and relations between them, changes as they happen,
 * a walk and a search, a refusal, and the log that seals it all. Fails at the first thing that is not so. `name` is part
 * of the tenant's.
 */
export async function mainJob(url: string, name: string): Promise<void> {
  const ada = await founder(url, await person(url, 'Ada', `ada.${name}@example.test`), 'Job', `job-${name}`)
  const grace = await join(url, ada, await person(url, 'Grace', `grace.${name}@example.test`), 'editor')

  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${grace.token}` },
    retryAttempts: 0,
  })
  const seen: Change['memoryChanges'][] = []
  const query = 'subscription { memoryChanges(after: 0) { seq kind memory { createdBy { name } } } }'
  const watching = (async () => {
    for await (const { data, errors } of client.iterate<Change>({ query })) {
      assert.equal(errors, undefined)
      if (data) seen.push(data.memoryChanges)
      if (seen.length === 19) return
    }
  })()

  const ids: string[] = []
  for (let n = 0; n < 10; n++) {
    const input = { type: 'EPISODIC', title: `step ${n}`, content: `what happened at step ${n}` }
    const create = 'mutation ($input: CreateMemoryInput!) { createMemory(input: $input) { memory { id } } }'
    const { createMemory } = await ask<{ createMemory: { memory: { id: string } } }>(url, create, { input }, ada.token)
    const fromId = ids.at(-1)
    ids.push(createMemory.memory.id)
    if (fromId === undefined) continue
    const relate = 'mutation ($input: CreateRelationInput!) { createRelation(input: $input) { relation { id } } }'
    await ask(url, relate, { input: { fromId, toId: createMemory.memory.id, type: 'PRECEDES' } }, ada.token)
  }
  await watching
  await client.dispose()
  assert.deepEqual(seen.map(({ seq }) => seq), Array.from({ length: 19 }, (_, n) => n + 1)) // prettier-ignore
  assert.equal(seen[0]?.memory?.createdBy.name, 'Ada')

  type Walk = {
    memory: { neighbours: { nodes: { id: string }[] } }
    searchMemories: { edges: { node: { id: string } }[] }
  }
  const walk = `query ($id: ID!) {
    memory(id: $id) { neighbours(depth: 2, direction: OUT, first: 10) { nodes { id } } }
    searchMemories(query: "step", first: 20) { edges { node { id } } }
  }`
  const found = await ask<Walk>(url, walk, { id: ids[0] }, grace.token)
  assert.deepEqual(found.memory.neighbours.nodes.map(({ id }) => id).toSorted(), ids.slice(1, 3).toSorted())
  assert.equal(found.searchMemories.edges.length, 10)

  const invite = 'mutation { inviteMember(input: { email: "x@example.test", role: "owner" }) { invitation { id } } }'
  assert.equal(codeOf(await post(url, invite, {}, grace.token)), 'FORBIDDEN')
  type Events = { auditEvents: { nodes: { index: number | null; outcome: string; action: string }[] } }
  const events = '{ auditEvents(first: 100) { nodes { index outcome action } } }'
  await until('all is sealed', async () => {
    const { auditEvents } = await ask<Events>(url, events, {}, ada.token)
    const { nodes } = auditEvents
    const created = nodes.filter(({ action }) => action === 'memory.create').length
    return (
      created === 10 && nodes.some(({ outcome }) => outcome === 'DENIED') && nodes.every(({ index }) => index !== null)
    )
  })
}
