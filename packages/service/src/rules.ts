import { rule } from 'graphql-shield'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { authorize, type Action, type Resource } from '@graphmemory/identity/permissions.ts'

/** The least that the context of every subgraph holds. */
export type ViewerContext = { readonly viewer: Identity }

/** Everybody, signed in or not. */
export const anyone = rule('anyone')(() => true)

/** Whoever has signed in, with or without a tenant, and API keys. */
export const signedIn = permits('signed in', ({ kind }) => {
  if (kind === 'anonymous') throw new ClientError('UNAUTHENTICATED', 'Sign in first')
})

/** People who have signed in; no API key may. */
export const aPerson = permits('a person', ({ kind }) => {
  if (kind === 'anonymous') throw new ClientError('UNAUTHENTICATED', 'Sign in first')
  if (kind !== 'user') throw new ClientError('FORBIDDEN', 'Only a person who signed in may')
})

/** Other parts of GraphMemory. */
export const aService = permits('a service', ({ kind }) => {
  if (kind !== 'service') throw new ClientError('FORBIDDEN', 'Only a part of GraphMemory may')
})

const permissions = new Map<string, ReturnType<typeof permits>>()

/** Whoever holds the permission in the tenant of the token. One rule a permission: the library takes a name once. */
export function may(action: Action, resource: Resource) {
  const name = `${action} ${resource}`
  const known = permissions.get(name) ?? permits(name, (viewer) => authorize(viewer, action, resource))
  permissions.set(name, known)
  return known
}

/** A rule from a check that throws its refusal. The library takes a returned error as it is; a thrown one it would hide. */
function permits(name: string, check: (viewer: Identity) => void) {
  return rule(name)((_parent: unknown, _arguments: unknown, { viewer }: ViewerContext) => {
    try {
      check(viewer)
      return true
    } catch (error) {
      return error instanceof ClientError ? error : false
    }
  })
}
