import type { Identity } from '@graphmemory/identity/identity.ts'
import { can } from '@graphmemory/identity/permissions.ts'
import type { DocumentRole } from './schema.generated.ts'

/** What this caller may do with the documents of the tenant; null: not even read. */
export function documentRoleOf(viewer: Identity): DocumentRole | null {
  if (can(viewer, 'update', 'document')) return 'EDITOR'
  if (!can(viewer, 'read', 'document')) return null
  if (can(viewer, 'suggest', 'document')) return 'SUGGESTER'
  return can(viewer, 'comment', 'document') ? 'COMMENTER' : 'VIEWER'
}
