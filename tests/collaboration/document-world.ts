import { Doc } from 'yjs'
import { GraphMemoryProvider, type ProviderOptions } from '@graphmemory/yjs-provider'
import { ask } from '../harness/client.ts'
import { freePort } from '../harness/free-port.ts'
import { founder, join, type Member, person, renewed } from '../harness/people.ts'
import { dataFolder, Product } from '../harness/product.ts'
import { Wire } from '../harness/wire.ts'

/** The product with two people of one tenant who edit documents. */
export class DocumentWorld implements AsyncDisposable {
  readonly port: number
  readonly owner: Member
  readonly editor: Member
  product: Product
  readonly #folder: ReturnType<typeof dataFolder>
  readonly #tokens = new Map<Member, Promise<{ readonly token: string; readonly atMs: number }>>()
  readonly #providers = new Set<GraphMemoryProvider>()

  private constructor(
    port: number,
    folder: ReturnType<typeof dataFolder>,
    product: Product,
    owner: Member,
    editor: Member,
  ) {
    this.port = port
    this.#folder = folder
    this.product = product
    this.owner = owner
    this.editor = editor
  }

  static async start(): Promise<DocumentWorld> {
    const folder = dataFolder()
    const port = await freePort()
    const product = await Product.start({ folder: folder.path, port })
    try {
      const owner = await founder(product.url, await person(product.url, 'Ada', 'ada@example.test'), 'Acme', 'acme')
      const grace = await person(product.url, 'Grace', 'grace@example.test')
      return new DocumentWorld(port, folder, product, owner, await join(product.url, owner, grace, 'editor'))
    } catch (error) {
      await product[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
      throw error
    }
  }

  /** `kill -9`, and the same product again. */
  async restart(): Promise<void> {
    await this.product.stop('SIGKILL')
    this.product = await Product.start({ folder: this.#folder.path, port: this.port })
  }

  /** A good token of a member; with `isRefused` another one. */
  async token(member: Member, { isRefused = false } = {}): Promise<string> {
    const known = await this.#tokens.get(member)?.catch(() => undefined)
    if (known !== undefined && !isRefused && Date.now() - known.atMs < 120_000) return known.token
    const asking = renewed(this.product.url, member).then(({ token }) => ({ token, atMs: Date.now() }))
    this.#tokens.set(member, asking)
    return (await asking).token
  }

  async ask<Data>(query: string, variables: object, as: Member = this.owner): Promise<Data> {
    return ask<Data>(this.product.url, query, variables, await this.token(as))
  }

  /** A memory with this content, and its live document. */
  async document(content: string): Promise<{ readonly memoryId: string; readonly documentId: string }> {
    const { createMemory } = await this.ask<{ createMemory: { memory: { id: string } } }>(
      'mutation ($i: CreateMemoryInput!) { createMemory(input: $i) { memory { id } } }',
      { i: { type: 'SEMANTIC', title: 'Shared', content } },
    )
    const memoryId = createMemory.memory.id
    const { createDocument } = await this.ask<{ createDocument: { document: { id: string } } }>(
      'mutation ($i: CreateDocumentInput!) { createDocument(input: $i) { document { id } } }',
      { i: { memoryId } },
    )
    return { memoryId, documentId: createDocument.document.id }
  }

  /** What the server says a document holds, asked over HTTP. */
  async stored(
    documentId: string,
  ): Promise<{ readonly text: string; readonly stateVector: Uint8Array; readonly update: Uint8Array }> {
    type Stored = { document: { text: string; state: { stateVector: string; update: string } } }
    const { document } = await this.ask<Stored>(
      'query ($id: ID!) { document(id: $id) { text state { stateVector update } } }',
      {
        id: documentId,
      },
    )
    const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
    return { text: document.text, stateVector: bytes(document.state.stateVector), update: bytes(document.state.update) }
  }

  /** A provider of a member on a document, by a wire of its own or straight. It is destroyed with the world. */
  provide(
    documentId: string,
    {
      as = this.owner,
      wire,
      path = '/collaboration',
      ...options
    }: { as?: Member; wire?: Wire; path?: '/collaboration' | '/graphql' } & Partial<
      Pick<ProviderOptions, 'doc' | 'persistence' | 'blockedAfterMs'>
    > = {},
  ): GraphMemoryProvider {
    const provider = new GraphMemoryProvider({
      url: `ws://127.0.0.1:${wire?.port ?? this.port}${path}`,
      getToken: (asked) => this.token(as, asked),
      documentId,
      doc: new Doc(),
      ...options,
    })
    this.#providers.add(provider)
    return provider
  }

  wire(): Promise<Wire> {
    return Wire.to(this.port)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const provider of this.#providers) {
      provider.destroy()
      provider.doc.destroy()
    }
    await this.product[Symbol.asyncDispose]()
    this.#folder[Symbol.dispose]()
  }
}
