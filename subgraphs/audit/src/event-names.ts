import type { AuditEventType } from '@graphmemory/audit-outbox/audit-record.ts'
import type { Actor } from '@graphmemory/identity/identity.ts'
import type { AuditActorKind, AuditEventType as TypeName } from './schema.generated.ts'

/** How the API names what is stored. */
export const typeNames: Readonly<Record<AuditEventType, TypeName>> = {
  authentication: 'AUTHENTICATION',
  authorization: 'AUTHORIZATION',
  data_access: 'DATA_ACCESS',
  data_modification: 'DATA_MODIFICATION',
  permission_change: 'PERMISSION_CHANGE',
  tenant_access: 'TENANT_ACCESS',
  collaboration: 'COLLABORATION',
  system_event: 'SYSTEM_EVENT',
  compliance_event: 'COMPLIANCE_EVENT',
  security_event: 'SECURITY_EVENT',
}

export const actorKindNames: Readonly<Record<Actor['kind'], AuditActorKind>> = {
  anonymous: 'ANONYMOUS',
  user: 'USER',
  apiKey: 'API_KEY',
  service: 'SERVICE',
}
