import * as Y from 'yjs'
import { ask } from '../../harness/client.ts'
import { founder, join, mailToken, person } from '../../harness/people.ts'
import { until } from '../../harness/until.ts'
import type { Target } from './target.ts'

type Id = { readonly id: string }
type Edges = { readonly edges: readonly { readonly cursor: string }[] }

/** Makes a tenant that has something of every kind, with `canary` in every text of it. */
export async function seedTarget(url: string, canary: string): Promise<Target> {
  const owner = await founder(
    url,
    await person(url, `Ada ${canary}`, `ada.${canary}@example.test`),
    `Tenant ${canary}`,
    `t-${canary}`,
  )
  const member = await join(url, owner, await person(url, `Grace ${canary}`, `grace.${canary}@example.test`), 'editor')
  const run = <Data>(query: string, variables: object = {}) => ask<Data>(url, query, variables, owner.token)
  const write = async <Payload>(name: string, input: object, selection: string): Promise<Payload> => {
    const inputType = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
    const data = await run<Record<string, Payload>>(
      `mutation ($input: ${inputType}!) { ${name}(input: $input) { ${selection} } }`,
      { input },
    )
    return data[name] as Payload
  }

  const idempotencyKey = `key-${canary}`
  const memory = async (title: string, more: object = {}) => {
    const input = {
      type: 'SEMANTIC',
      title: `${title} ${canary}`,
      content: `The garden of ${canary}`,
      tags: [canary],
      properties: { secret: canary },
      source: { kind: 'URL', reference: `https://${canary}.example.test` },
      ...more,
    }
    return (await write<{ memory: Id }>('createMemory', input, 'memory { id }')).memory.id
  }
  const relation = async (fromId: string, toId: string, type = 'SUPPORTS') => {
    const source = { kind: 'URL', reference: `https://${canary}.example.test` }
    const input = { fromId, toId, type, properties: { secret: canary }, source }
    return (await write<{ relation: Id }>('createRelation', input, 'relation { id }')).relation.id
  }

  const memoryId = await memory('First', { idempotencyKey })
  const attachment = { url: `https://${canary}.example.test/plan`, name: canary, mediaType: 'image/png' }
  const otherMemoryId = await memory('Second', { attachments: [attachment] })
  const thirdMemoryId = await memory('Third')
  const deletedMemoryId = await memory('Deleted')
  await write('setRelationType', { name: 'LIES_IN', isSingleValued: true }, 'relationType { name }')
  const relationId = await relation(memoryId, otherMemoryId, 'LIES_IN')
  await relation(memoryId, thirdMemoryId, 'LIES_IN')
  await relation(otherMemoryId, thirdMemoryId)
  await relation(memoryId, otherMemoryId)
  await relation(memoryId, deletedMemoryId)
  await relation(otherMemoryId, memoryId)
  await write('updateMemory', { id: memoryId, title: `First again ${canary}` }, 'memory { id }')
  await write('deleteMemory', { id: deletedMemoryId }, 'memory { id }')

  const { space } = await write<{ space: Id }>(
    'createSpace',
    { name: `Space ${canary}`, description: canary, visibility: 'PRIVATE' },
    'space { id }',
  )
  await write('shareSpace', { spaceId: space.id, userId: member.userId, role: 'VIEWER' }, 'space { id }')
  await memory('In a space', { spaceId: space.id })
  const importId = `import-${canary}`
  await fetch(`${url}/import?id=${importId}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${owner.token}` },
    body: `{"kind": "${canary}"}`,
  }).then((answer) => answer.text())
  const memoryTypeName = `T_${canary.toUpperCase()}`
  await write(
    'defineMemoryType',
    { name: memoryTypeName, description: canary, schema: { title: canary } },
    'memoryType { name }',
  )
  const { receipt } = await write<{ receipt: Id }>(
    'recall',
    { query: `garden of ${canary}`, budgetTokens: 500 },
    'receipt { id }',
  )

  const { analysis } = await write<{ analysis: Id }>('startAnalysis', { kind: 'DEGREE' }, 'analysis { id }')
  await until('the analysis is done', async () => {
    type Found = { analysis: { status: string } }
    return (await run<Found>('query ($id: ID!) { analysis(id: $id) { status } }', analysis)).analysis.status === 'DONE'
  })

  const invited = `invited.${canary}@example.test`
  const { invitation } = await write<{ invitation: Id }>(
    'inviteMember',
    { email: invited, role: 'viewer' },
    'invitation { id }',
  )
  const keyInput = { name: `Key ${canary}`, scopes: ['memory:read'] }
  const { apiKey } = await write<{ apiKey: Id }>('createApiKey', keyInput, 'apiKey { id }')

  const { document } = await write<{ document: Id }>('createDocument', { memoryId }, 'document { id }')
  const { sessionId: documentSessionId, anchor } = await editDocument(write, document.id, canary)
  await write('setDocumentRole', { documentId: document.id, userId: member.userId, role: 'EDITOR' }, 'document { id }')
  const query = `query ($id: ID!) { memory(id: $id) { content } }`
  await until('the edit is in the graph', async () =>
    (await run<{ memory: { content: string } }>(query, { id: memoryId })).memory.content.startsWith('Edited'),
  )

  const note = async (title: string, more: object = {}) =>
    (
      await write<{ document: Id }>(
        'createFreeDocument',
        { kind: 'NOTE', title: `${title} ${canary}`, ...more },
        'document { id }',
      )
    ).document.id
  const freeDocumentId = await note('Note', { spaceId: space.id, idempotencyKey })
  await note('Older note')
  const deletedDocumentId = await note('Deleted note')
  await write('deleteDocument', { id: deletedDocumentId }, 'documentId')

  const { thread } = await write<{ thread: Id & { comments: { nodes: Id[] } } }>(
    'createCommentThread',
    { documentId: document.id, quote: canary, body: `What of ${canary}?`, mentions: [member.userId] },
    'thread { id comments { nodes { id } } }',
  )

  const { thread: resolved } = await write<{ thread: Id }>(
    'createCommentThread',
    { documentId: document.id, anchor, quote: canary, body: `Here, ${canary}` },
    'thread { id }',
  )
  await write('resolveCommentThread', resolved, 'thread { id }')

  const { version } = await write<{ version: Id }>(
    'createDocumentVersion',
    { documentId: document.id, name: `Version ${canary}` },
    'version { id }',
  )

  const suggest = async (content: string) => {
    const input = { documentId: document.id, epoch: 1, baseSeq: 1, content, note: canary }
    return (await write<{ suggestion: Id }>('suggestEdit', input, 'suggestion { id }')).suggestion
  }
  await write('rejectSuggestion', await suggest(`A bad proposal of ${canary}`), 'suggestion { id }')
  const suggestion = await suggest(`A proposal of ${canary}`)

  const cursors = { ...(await cursorsOf(run, memoryId, canary)), ...(await remarkCursorsOf(run, document.id)) }
  const { viewer } = await run<{ viewer: { sessions: { nodes: Id[] } } }>(
    '{ viewer { sessions(first: 1) { nodes { id } } } }',
  )
  const auditEventId = await until('an event is sealed', async () => {
    type Events = { auditEvents: { nodes: { id: string; index: number | null }[] } }
    const { auditEvents } = await run<Events>('{ auditEvents(first: 50) { nodes { id index } } }')
    return auditEvents.nodes.find(({ index }) => index !== null)?.id
  })
  return {
    canary,
    owner,
    member,
    sessionId: viewer.sessions.nodes[0]?.id ?? '',
    invitationId: invitation.id,
    invitationToken: await mailToken(url, invited, 'INVITATION'),
    apiKeyId: apiKey.id,
    memoryId,
    otherMemoryId,
    deletedMemoryId,
    relationId,
    recallReceiptId: receipt.id,
    analysisId: analysis.id,
    memoryTypeName,
    spaceId: space.id,
    importId,
    idempotencyKey,
    documentId: document.id,
    freeDocumentId,
    deletedDocumentId,
    documentSessionId,
    documentVersionId: version.id,
    commentThreadId: thread.id,
    suggestionId: suggestion.id,
    commentId: thread.comments.nodes[0]?.id ?? '',
    auditEventId,
    cursors,
  }
}

type Write = <Payload>(name: string, input: object, selection: string) => Promise<Payload>

/** Edits it in a session, and gives back an anchor at what was written. */
async function editDocument(write: Write, documentId: string, canary: string) {
  type Opened = { session: { id: string; epoch: number; yjsClientId: number; document: { state: { update: string } } } }
  const { session } = await write<Opened>(
    'openDocumentSession',
    { documentId },
    'session { id epoch yjsClientId document { state { update } } }',
  )
  const doc = new Y.Doc()
  doc.clientID = session.yjsClientId
  Y.applyUpdate(doc, Buffer.from(session.document.state.update, 'base64'))
  const before = Y.encodeStateVector(doc)
  const text = doc.getText('content')
  text.insert(0, `Edited by ${canary}. `)
  const update = Buffer.from(Y.encodeStateAsUpdate(doc, before)).toString('base64')
  await write('pushDocument', { sessionId: session.id, epoch: session.epoch, batchId: canary, update }, 'status')
  const at = (index: number) =>
    Buffer.from(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, index))).toString('base64')
  return { sessionId: session.id, anchor: { epoch: session.epoch, start: at(0), end: at(6) } }
}

type Run = <Data>(query: string, variables?: object) => Promise<Data>

/** The cursor of the first item of every list of a document. */
async function remarkCursorsOf(run: Run, documentId: string) {
  type Found = {
    document: {
      versions: Edges
      suggestions: Edges
      commentThreads: { edges: { cursor: string; node: { comments: Edges } }[] }
    }
  }
  const { document } = await run<Found>(
    `query ($id: ID!) { document(id: $id) {
      versions(first: 1) { edges { cursor } }
      suggestions(first: 1) { edges { cursor } }
      commentThreads(first: 1) { edges { cursor node { comments(first: 1) { edges { cursor } } } } }
    } }`,
    { id: documentId },
  )
  const [first] = document.commentThreads.edges
  return {
    versions: document.versions.edges[0]?.cursor ?? '',
    suggestions: document.suggestions.edges[0]?.cursor ?? '',
    commentThreads: first?.cursor ?? '',
    comments: first?.node.comments.edges[0]?.cursor ?? '',
  }
}

/** The cursor of the first item of every other list of the tenant. */
async function cursorsOf(run: Run, memoryId: string, canary: string) {
  const first = '(first: 1) { edges { cursor } }'
  const graph = await run<{
    memories: Edges
    searchMemories: Edges
    documents: Edges
    memory: { relations: Edges; neighbours: Edges; history: Edges }
  }>(
    `query ($id: ID!, $q: String!) {
      memories${first}
      documents${first}
      searchMemories(query: $q, first: 1) { edges { cursor } }
      memory(id: $id) { relations${first} neighbours${first} history${first} }
    }`,
    { id: memoryId, q: canary },
  )
  const people = await run<{
    tenant: { members: Edges; invitations: Edges; apiKeys: Edges }
    viewer: { memberships: Edges; sessions: Edges }
    auditEvents: Edges
  }>(`{
    tenant { members${first} invitations${first} apiKeys${first} }
    viewer { memberships${first} sessions${first} }
    auditEvents${first}
  }`)
  const cursor = ({ edges }: Edges) => edges[0]?.cursor ?? ''
  return {
    memories: cursor(graph.memories),
    documents: cursor(graph.documents),
    search: cursor(graph.searchMemories),
    relations: cursor(graph.memory.relations),
    neighbours: cursor(graph.memory.neighbours),
    history: cursor(graph.memory.history),
    members: cursor(people.tenant.members),
    invitations: cursor(people.tenant.invitations),
    apiKeys: cursor(people.tenant.apiKeys),
    memberships: cursor(people.viewer.memberships),
    sessions: cursor(people.viewer.sessions),
    auditEvents: cursor(people.auditEvents),
  }
}
