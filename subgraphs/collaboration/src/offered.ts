/** What became of an update offered to a room. `seq` resolves once it is durable, and rejects where that is uncertain. */
export type Offered =
  | { readonly kind: 'stored'; readonly seq: Promise<number> }
  | { readonly kind: 'duplicate'; readonly seq: Promise<number> }
  | { readonly kind: 'missing'; readonly stateVector: Uint8Array }
  | { readonly kind: 'invalid' }
