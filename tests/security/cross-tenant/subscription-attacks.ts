import { type Client, createClient, type ExecutionResult } from 'graphql-ws'
import WebSocket from 'ws'
import { ask } from '../../harness/client.ts'
import { until } from '../../harness/until.ts'
import type { Target } from './target.ts'

type Heard = { readonly sent: string; readonly received: string }

/** For each subscription, an attempt to hear the target from `own`, the attacker's tenant. Both paths of the live socket. */
export const subscriptionAttacks: Readonly<
  Record<string, (url: string, target: Target, own: Target) => Promise<Heard>>
> = {
  /** Listens from the beginning while both tenants write; waits for its own event, which comes later than the target's. */
  memoryChanges: async (url, target, own) => {
    const query = `subscription { memoryChanges(after: 0) {
      seq kind recordedAt actorKind actor { id name email } memory { id title content } relation { id properties }
    } }`
    const heard = listen(url, '/graphql', own.owner.token, query, {})
    await heard.connected
    const write = 'mutation ($input: CreateMemoryInput!) { createMemory(input: $input) { memory { id } } }'
    const input = (title: string) => ({ input: { type: 'SEMANTIC', title } })
    await ask(url, write, input(`Later ${target.canary}`), target.owner.token)
    await ask(url, write, input(`my own later one`), own.owner.token)
    await until('our own change is heard', () => heard.received().includes('my own later one'))
    await heard.end()
    return { sent: query, received: heard.received() }
  },

  /** Searches for the target's own word and for one that both tenants hold. */
  liveSearch: async (url, target, own) => {
    const query = `subscription { liveSearch(query: "garden ${target.canary}", first: 50) {
      ids added { node { id title content createdBy { name } } highlights { text } why { text } } removed { memoryId }
    } }`
    const heard = listen(url, '/graphql', own.owner.token, query, {})
    await until('the first finding is heard', () => heard.received() !== '')
    const write = 'mutation ($input: CreateMemoryInput!) { createMemory(input: $input) { memory { id } } }'
    const input = (title: string) => ({ input: { type: 'SEMANTIC', title } })
    await ask(url, write, input(`A garden ${target.canary}`), target.owner.token)
    await ask(url, write, input('my own later garden'), own.owner.token)
    await until('our own change is heard', () => heard.received().includes('my own later garden'))
    await heard.end()
    return { sent: query, received: heard.received() }
  },

  liveNeighbours: async (url, target, own) => {
    const query = `subscription ($id: ID!) { liveNeighbours(memoryId: $id) { ids added { node { id title } } } }`
    const variables = { id: target.memoryId }
    const heard = listen(url, '/graphql', own.owner.token, query, variables)
    await until('a refusal', () => /NOT_FOUND|FORBIDDEN/.test(heard.received()))
    await heard.end()
    return { sent: JSON.stringify({ query, variables }), received: heard.received() }
  },

  importProgress: async (url, target, own) => {
    const query = `subscription ($id: ID!) { importProgress(id: $id) { id lines errors { message } } }`
    const variables = { id: target.importId }
    const heard = listen(url, '/graphql', own.owner.token, query, variables)
    await until('a refusal', () => /NOT_FOUND|FORBIDDEN/.test(heard.received()))
    await heard.end()
    return { sent: JSON.stringify({ query, variables }), received: heard.received() }
  },

  analysisProgress: async (url, target, own) => {
    const query =
      'subscription ($id: ID!) { analysisProgress(id: $id) { id startedBy { name } scores { memory { title } } } }'
    const variables = { id: target.analysisId }
    const heard = listen(url, '/graphql', own.owner.token, query, variables)
    await until('a refusal', () => /NOT_FOUND|FORBIDDEN/.test(heard.received()))
    await heard.end()
    return { sent: JSON.stringify({ query, variables }), received: heard.received() }
  },

  documentActivity: async (url, target, own) => {
    const query = `subscription ($id: ID!) { documentActivity(documentId: $id, after: 0) {
      seq kind actor { id } thread { id quote } comment { id body } suggestion { id note }
    } }`
    const variables = { id: target.documentId }
    let received = ''
    for (const path of ['/graphql', '/collaboration']) {
      const heard = listen(url, path, own.owner.token, query, variables)
      await until(`a refusal at ${path}`, () => /NOT_FOUND|FORBIDDEN/.test(heard.received()))
      await heard.end()
      received += heard.received()
    }
    return { sent: JSON.stringify({ query, variables }), received }
  },

  documentEvents: async (url, target, own) => {
    const query = `subscription ($id: ID!) { documentEvents(sessionId: $id) { seq update presence control { kind } } }`
    const variables = { id: target.documentSessionId }
    let received = ''
    for (const path of ['/graphql', '/collaboration']) {
      const heard = listen(url, path, own.owner.token, query, variables)
      await until(`a refusal at ${path}`, () => /NOT_FOUND|UNAUTHENTICATED|FORBIDDEN/.test(heard.received()))
      if (heard.received().includes('"update"')) throw new Error(`events came: ${heard.received()}`)
      await heard.end()
      received += heard.received()
    }
    return { sent: JSON.stringify({ query, variables }), received }
  },
}

function listen(url: string, path: string, token: string, query: string, variables: Record<string, unknown>) {
  const received: string[] = []
  const connected = Promise.withResolvers<void>()
  const client: Client = createClient({
    url: url.replace(/^http/, 'ws') + path,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    on: { connected: () => connected.resolve() },
  })
  client.subscribe<ExecutionResult>(
    { query, variables },
    {
      next: (result) => received.push(JSON.stringify(result)),
      error: (error) => received.push(JSON.stringify(error)),
      complete: () => {},
    },
  )
  return { connected: connected.promise, received: () => received.join('\n'), end: async () => client.dispose() }
}
