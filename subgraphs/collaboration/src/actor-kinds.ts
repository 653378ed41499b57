import { ClientError } from '@graphmemory/errors/client-error.ts'
import { actorOf, type Identity } from '@graphmemory/identity/identity.ts'
import type { ActorKind } from './schema.generated.ts'

/** Who said or did something, as rows keep it. */
export type KnownActor = { readonly kind: keyof typeof kinds; readonly id: string }

const kinds = { user: 'USER', apiKey: 'API_KEY', service: 'SERVICE' } as const

/** Who this caller is written down as. Throws `UNAUTHENTICATED` for nobody. */
export function knownActor(viewer: Identity): KnownActor {
  const { kind, id } = actorOf(viewer)
  if (kind === 'anonymous' || id === null) throw new ClientError('UNAUTHENTICATED', 'Sign in first')
  return { kind, id }
}

export const isActor = (viewer: Identity, { kind, id }: KnownActor): boolean => {
  const actor = knownActor(viewer)
  return actor.kind === kind && actor.id === id
}

/** How the API calls a kind of actor. */
export const actorKind = (kind: KnownActor['kind']): ActorKind => kinds[kind]

/** The reference to a person; null where it was not a person. */
export const personOf = ({ kind, id }: KnownActor): { readonly id: string } | null => (kind === 'user' ? { id } : null)
