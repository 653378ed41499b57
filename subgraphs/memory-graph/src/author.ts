import { ClientError } from '@graphmemory/errors/client-error.ts'
import { actorOf, type Identity } from '@graphmemory/identity/identity.ts'
import type { ActorKind } from './graph-types.ts'

/** Who is written down with a row and in the log. */
export type Author = { readonly kind: ActorKind; readonly id: string }

const kinds = { user: 'USER', apiKey: 'API_KEY', service: 'SERVICE' } as const

/** The author of what this caller writes; a service writes in the name of the user whose wish it carries out. */
export function authorOf(viewer: Identity): Author {
  const { kind, id } = actorOf(viewer)
  if (kind === 'anonymous' || id === null) throw new ClientError('UNAUTHENTICATED', 'Sign in first')
  return { kind: kinds[kind], id }
}

/** The reference to a person; null where it was not a person. */
export const userOf = (kind: ActorKind, id: string) => (kind === 'USER' ? { __typename: 'User' as const, id } : null)
