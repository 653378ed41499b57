/** A memory as far as this subgraph knows it: the graph owns the rest. */
export type MemoryReference = { readonly id: string }
