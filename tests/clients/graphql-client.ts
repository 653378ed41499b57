/** What the tests ask of a client library, in its own way of asking. */
export type GraphqlClient = Disposable & {
  query<Data>(text: string, variables: Record<string, unknown>): Promise<Data>
  mutate<Data>(text: string, variables: Record<string, unknown>): Promise<Data>
  /** Calls back with each event until the function it returns is called. */
  watch<Data>(text: string, variables: Record<string, unknown>, sink: Sink<Data>): () => void
  /** The code of what a refused operation was rejected with. */
  codeOf(error: unknown): unknown
}

export type Sink<Data> = { readonly next: (data: Data) => void; readonly error: (error: unknown) => void }

export type ClientOptions = {
  /** Where the product is: `http://…`. */
  readonly origin: string
  readonly path: string
  readonly token: () => Promise<string>
}
