/** Turns texts into vectors; the cosine of two says how close their meanings are. */
export type Embedder = AsyncDisposable & {
  /** Names the vectors: those of different models are never compared. */
  readonly model: string
  /**
   * One vector a text, of length 1, in their order. What is `urgent` (somebody waits for a search) goes before what is not.
   * Throws where the model does not answer: try again later.
   */
  embed(texts: readonly string[], options: EmbedOptions): Promise<readonly Float32Array[]>
}

export type EmbedOptions = { readonly urgent: boolean; readonly signal: AbortSignal }
