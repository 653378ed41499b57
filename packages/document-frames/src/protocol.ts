/** The sub-protocol: graphql-transport-ws, with these binary frames beside its messages. */
export const documentsProtocol = 'graphmemory-documents.v2'

/** The first byte of each frame. */
export const frameKinds = { push: 1, answer: 2, refusal: 3, event: 4 } as const

/** What a push or an event brings. */
export const brings = { update: 1, presence: 2, vouched: 4 } as const
