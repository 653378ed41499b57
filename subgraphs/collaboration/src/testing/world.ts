import { auditReaderModule, auditRecords } from '@graphmemory/testing/audit-records.ts'
import type { Database } from '@graphmemory/database/database.ts'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import { createInProcessEventBus } from '@graphmemory/events/in-process-event-bus.ts'
import type { User } from '@graphmemory/identity/identity.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { testDatabase } from '@graphmemory/testing/test-database.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import type { Config } from '../collaboration-config.ts'
import type { DocumentContent } from '../document-content.ts'
import { collaboration } from '../subgraph.ts'
import { ask, Editor, openSession } from './editor.ts'
import { TestMemoryGraph } from './memory-graph.ts'
import { TestTenantAuth } from '@graphmemory/testing/test-tenant-auth.ts'
import { startNode, TestPeople, type TestNode } from './start-node.ts'

export type Created = {
  readonly id: string
  readonly epoch: number
  readonly headSeq: number
  readonly text: string
  readonly viewerRole: string
  readonly memory: { readonly id: string }
}

export const createMutation = `mutation ($input: CreateDocumentInput!) {
  createDocument(input: $input) { document { id epoch headSeq text viewerRole memory { id } } }
}`

export type FreeDocument = {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly space: { readonly id: string } | null
}

const freeMutation = `mutation ($input: CreateFreeDocumentInput!) {
  createFreeDocument(input: $input) { document { id kind title space { id } memory { id } text headSeq } }
}`

/** A tenant with people in it, a database, a bus, and as many nodes as a test starts. */
export class World implements AsyncDisposable {
  readonly database: Database
  readonly events: EventBus
  readonly memoryGraph = new TestMemoryGraph()
  readonly tenantAuth = new TestTenantAuth()
  readonly people = new TestPeople()
  readonly ada = userIdentity()
  readonly grace = userIdentity({ tenantId: this.ada.tenantId, role: 'editor' })
  readonly victor = userIdentity({ tenantId: this.ada.tenantId, role: 'viewer' })
  readonly eve = userIdentity()
  readonly #nodes = new AsyncDisposableStack()

  private constructor(database: Database, events: EventBus) {
    this.database = database
    this.events = events
    for (const { userId, tenantId } of [this.ada, this.grace, this.victor, this.eve]) {
      this.tenantAuth.add(userId, tenantId ?? '')
    }
  }

  static async create(): Promise<World> {
    const database = await testDatabase([...collaboration.modules, auditReaderModule])
    return new World(database, createInProcessEventBus(createLog({ name: 'test', level: 'silent' })))
  }

  async startNode(config: Config = {}, events: EventBus = this.events): Promise<TestNode> {
    const { database, memoryGraph, tenantAuth, people } = this
    const node = await startNode({
      database,
      events,
      memoryGraph,
      tenantAuth,
      people,
      config: { projectIdleMs: 20, ...config },
    })
    this.#nodes.use(node)
    return node
  }

  addMemory(content: string, as: User = this.ada, more: Partial<DocumentContent> = {}): string {
    const memoryId = newId('mem')
    this.memoryGraph.add(memoryId, as.tenantId ?? '', content, more)
    return memoryId
  }

  addSpace(as: User = this.ada): string {
    const spaceId = newId('spc')
    this.memoryGraph.spaces.set(spaceId, as.tenantId ?? '')
    return spaceId
  }

  async createFreeDocument(node: TestNode, input: object = {}, as: User = this.ada): Promise<FreeDocument> {
    const full = { kind: 'NOTE', title: 'A note', ...input }
    return (
      await ask<{ createFreeDocument: { document: FreeDocument } }>(node.subgraph, as, freeMutation, { input: full })
    ).createFreeDocument.document
  }

  async createDocument(
    node: TestNode,
    content: string,
    as: User = this.ada,
    more: Partial<DocumentContent> = {},
  ): Promise<Created> {
    const input = { memoryId: this.addMemory(content, as, more) }
    return (await ask<{ createDocument: { document: Created } }>(node.subgraph, as, createMutation, { input }))
      .createDocument.document
  }

  async editor(node: TestNode, documentId: string, as: User = this.ada): Promise<Editor> {
    return Editor.open(node.url, this.people.tokenOf(as), await openSession(node.subgraph, as, documentId))
  }

  /** The durable text of a document, as a node answers it. */
  async textOf(node: TestNode, documentId: string, as: User = this.ada): Promise<string> {
    const query = 'query ($id: ID!) { document(id: $id) { text } }'
    return (await ask<{ document: { text: string } }>(node.subgraph, as, query, { id: documentId })).document.text
  }

  /** What the audit log says about one thing, in order. */
  async auditOf(resourceId: string) {
    return (await auditRecords(this.database, this.ada.tenantId)).filter(({ resource }) => resource?.id === resourceId)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#nodes.disposeAsync()
    await this.events[Symbol.asyncDispose]()
    await this.database[Symbol.asyncDispose]()
  }
}
