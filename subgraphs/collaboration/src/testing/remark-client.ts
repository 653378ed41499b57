import { createClient, type Client } from 'graphql-ws'
import type { Random } from './random.ts'
import { FaultSocket, once } from './fault-client.ts'

export type RemarkClientOptions = {
  readonly name: string
  readonly documentId: string
  readonly token: string
  /** The address of some node that is believed to be up. */
  readonly url: () => string
  readonly random: Random
  /** What the server has acknowledged: its id, and the text that nothing else has. */
  readonly acknowledged: (id: string, text: string) => void
}

const making = {
  thread:
    'mutation ($i: CreateCommentThreadInput!) { made: createCommentThread(input: $i) { thread { id comments { nodes { id } } } } }',
  comment: 'mutation ($i: AddCommentInput!) { made: addComment(input: $i) { comment { id } } }',
  suggestion: 'mutation ($i: SuggestEditInput!) { made: suggestEdit(input: $i) { suggestion { id } } }',
  version: 'mutation ($i: CreateDocumentVersionInput!) { made: createDocumentVersion(input: $i) { version { id } } }',
} as const

/** Somebody on a bad network who comments, proposes edits and names versions, each under a text of its own and sent once. */
export class RemarkClient {
  readonly #options: RemarkClientOptions
  readonly #running: Promise<void>
  #client: Client | null = null
  #threadId: string | null = null
  #made = 0
  #isStopped = false

  constructor(options: RemarkClientOptions) {
    this.#options = options
    this.#running = this.#run()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#client?.terminate()
    await this.#running
  }

  async #run(): Promise<void> {
    const { random, url, token } = this.#options
    while (!this.#isStopped) {
      const client = createClient({
        url: url(),
        webSocketImpl: FaultSocket,
        retryAttempts: 0,
        connectionAckWaitTimeout: 3_000,
        connectionParams: { authorization: `Bearer ${token}` },
        onNonLazyError: () => undefined,
      })
      this.#client = client
      try {
        while (!this.#isStopped) {
          await this.#make(client)
          await new Promise((resolve) => setTimeout(resolve, 20 + random.below(40)))
        }
      } catch {
        // Whatever it was: another node, and another remark.
      }
      client.terminate()
      await new Promise((resolve) => setTimeout(resolve, 10 + random.below(60)))
    }
  }

  async #make(client: Client): Promise<void> {
    const { documentId, name, random, acknowledged } = this.#options
    const text = `${name}${this.#made++}`
    const kind = random.next()
    if (kind < 0.2) {
      type Made = { made: { thread: { id: string; comments: { nodes: { id: string }[] } } } }
      const { made } = await once<Made>(client, making.thread, { i: { documentId, body: text } })
      this.#threadId = made.thread.id
      acknowledged(made.thread.comments.nodes[0]?.id ?? '', text)
    } else if (kind < 0.6 && this.#threadId !== null) {
      type Made = { made: { comment: { id: string } } }
      const { made } = await once<Made>(client, making.comment, { i: { threadId: this.#threadId, body: text } })
      acknowledged(made.comment.id, text)
    } else if (kind < 0.8) {
      type Read = { document: { textAt: { epoch: number; seq: number; text: string } } }
      const reading = 'query ($id: ID!) { document(id: $id) { textAt { epoch seq text } } }'
      const { textAt } = (await once<Read>(client, reading, { id: documentId })).document
      const i = { documentId, epoch: textAt.epoch, baseSeq: textAt.seq, content: `${text} ${textAt.text}`, note: text }
      const { made } = await once<{ made: { suggestion: { id: string } } }>(client, making.suggestion, { i })
      acknowledged(made.suggestion.id, text)
    } else {
      const i = { documentId, name: text }
      const { made } = await once<{ made: { version: { id: string } } }>(client, making.version, { i })
      acknowledged(made.version.id, text)
    }
  }
}
