import type { Identity } from '@graphmemory/identity/identity.ts'

/**
 * Names the callers who may see the same: the same person or key, in the same tenant, with the same permissions. What is
 * sent to one of a partition may be sent to all of it.
 */
export function partitionOf(identity: Identity): string {
  switch (identity.kind) {
    case 'anonymous':
      return 'anonymous'
    case 'user': {
      const { userId, tenantId, role, permissionVersion, grants = [] } = identity
      return ['user', userId, tenantId, role, permissionVersion, ...grants].join('|')
    }
    case 'apiKey':
      return ['apiKey', identity.apiKeyId, identity.tenantId, ...identity.scopes].join('|')
    case 'service':
      return ['service', identity.service, identity.tenantId, identity.onBehalfOf].join('|')
  }
}
