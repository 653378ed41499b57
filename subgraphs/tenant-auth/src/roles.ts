import {
  actions,
  builtInRoles,
  grantsOfRole,
  isBuiltInRole,
  resources,
  type Action,
  type Resource,
} from '@graphmemory/identity/permissions.ts'
import type { PermissionAction, ResourceType } from './schema.generated.ts'

/** A role as the API shows it. */
export type Role = {
  readonly id: string
  readonly name: string
  readonly builtIn: boolean
  readonly grants: ReadonlySet<string>
}

/** The role of this name. One that is not known grants nothing. */
export const roleOf = (name: string): Role => ({
  id: name,
  name,
  builtIn: isBuiltInRole(name),
  grants: isBuiltInRole(name) ? grantsOfRole[name] : new Set(),
})

/** The roles that a member can have, lowest first. */
export const listRoles = (): Role[] => builtInRoles.map(roleOf)

/** Whether whoever has one role may give, or take, another: nobody above his own. */
export const reaches = (own: Role, other: Role): boolean => other.grants.isSubsetOf(own.grants)

export type Permission = { readonly resource: Resource; readonly actions: Action[] }

/** A role's grants as a table, a row a resource. */
export const permissionsOf = ({ grants }: Role): Permission[] =>
  resources
    .map((resource) => ({ resource, actions: actions.filter((action) => grants.has(`${resource}:${action}`)) }))
    .filter(({ actions }) => actions.length > 0)

/** How resources and actions are called in the API. */
export const resourceNames = {
  memory: 'MEMORY',
  tenant: 'TENANT',
  system: 'SYSTEM',
  user: 'USER',
  settings: 'SETTINGS',
  document: 'DOCUMENT',
  audit: 'AUDIT',
  apiKey: 'API_KEY',
} as const satisfies Record<Resource, ResourceType>

export const actionNames = {
  create: 'CREATE',
  read: 'READ',
  comment: 'COMMENT',
  suggest: 'SUGGEST',
  update: 'UPDATE',
  delete: 'DELETE',
  share: 'SHARE',
  manage: 'MANAGE',
  export: 'EXPORT',
  import: 'IMPORT',
} as const satisfies Record<Action, PermissionAction>
