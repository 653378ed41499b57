import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Identity } from './identity.ts'

export const actions = [
  'create',
  'read',
  'comment',
  'suggest',
  'update',
  'delete',
  'share',
  'manage',
  'export',
  'import',
] as const
export type Action = (typeof actions)[number]

export const resources = ['memory', 'tenant', 'system', 'user', 'settings', 'document', 'audit', 'apiKey'] as const
export type Resource = (typeof resources)[number]

/** One thing that may be done to one kind of thing. */
export type Grant = `${Resource}:${Action}`

/** The built-in roles, weakest first: each holds everything that those before it hold. */
export const builtInRoles = ['viewer', 'commenter', 'suggester', 'editor', 'collaborator', 'admin', 'owner'] as const
export type BuiltInRole = (typeof builtInRoles)[number]

const viewer: readonly Grant[] = ['memory:read', 'document:read', 'tenant:read', 'user:read', 'settings:read']
const commenter: readonly Grant[] = [...viewer, 'document:comment']
const suggester: readonly Grant[] = [...commenter, 'document:suggest']
const editor: readonly Grant[] = [
  ...suggester,
  'memory:create',
  'memory:update',
  'memory:delete',
  'document:create',
  'document:update',
  'document:delete',
]
const collaborator: readonly Grant[] = [...editor, 'memory:share', 'document:share', 'tenant:update', 'settings:update']
/** Everything in the tenant: `system` is no part of a tenant, and only the owner may delete it. */
const admin: readonly Grant[] = resources
  .filter((resource) => resource !== 'system')
  .flatMap((resource) => actions.map((action): Grant => `${resource}:${action}`))
  .filter((grant) => grant !== 'tenant:delete')
const owner: readonly Grant[] = [...admin, 'tenant:delete']

/** What each built-in role may do. */
export const grantsOfRole: Readonly<Record<BuiltInRole, ReadonlySet<Grant>>> = {
  viewer: new Set(viewer),
  commenter: new Set(commenter),
  suggester: new Set(suggester),
  editor: new Set(editor),
  collaborator: new Set(collaborator),
  admin: new Set(admin),
  owner: new Set(owner),
}

export const isBuiltInRole = (name: string): name is BuiltInRole => Object.hasOwn(grantsOfRole, name)

/** Whether the caller may do this. Roles and scopes that are not known grant nothing; a service may do what it is built to. */
export function can(identity: Identity, action: Action, resource: Resource): boolean {
  const grant: Grant = `${resource}:${action}`
  switch (identity.kind) {
    case 'anonymous':
      return false
    case 'user':
      if (identity.tenantId === null || identity.role === null) return false
      if (isBuiltInRole(identity.role)) return grantsOfRole[identity.role].has(grant)
      return identity.grants?.includes(grant) ?? false
    case 'apiKey':
      return identity.scopes.includes(grant)
    case 'service':
      return true
  }
}

/** Throws `UNAUTHENTICATED` for a caller who is not signed in, `FORBIDDEN` for one who may not. */
export function authorize(identity: Identity, action: Action, resource: Resource): void {
  if (identity.kind === 'anonymous') throw new ClientError('UNAUTHENTICATED', 'Sign in first')
  if (!can(identity, action, resource)) throw new ClientError('FORBIDDEN', `You may not ${action} ${resource}`)
}
