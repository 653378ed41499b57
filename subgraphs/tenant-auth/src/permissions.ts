import { rule } from 'graphql-shield'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import { authorize, type Action, type Resource } from '@graphmemory/identity/permissions.ts'
import type { Permissions } from '@graphmemory/service/build-schema.ts'
import { anyone, aPerson, aService, may, signedIn, type ViewerContext } from '@graphmemory/service/rules.ts'

/** What a tenant holds is shown to those whose token is for that tenant, not to members who act elsewhere. */
const inTheTokensTenant = (action: Action, resource: Resource) =>
  rule(`${action} ${resource} in the tenant of the token`)((tenant: { id: string }, _, { viewer }: ViewerContext) => {
    authorize(viewer, action, resource)
    if (tenantOf(viewer) !== tenant.id) throw new ClientError('FORBIDDEN', 'Switch to this tenant first')
    return true
  })

export const permissions: Permissions = {
  Query: {
    viewer: signedIn,
    tenant: may('read', 'tenant'),
    sessionState: aService,
    apiKeyIdentity: aService,
    signingKeys: aService,
    membershipChanges: aService,
  },
  Mutation: {
    register: anyone,
    verifyEmail: anyone,
    signIn: anyone,
    refreshTokens: anyone,
    requestPasswordReset: anyone,
    resetPassword: anyone,
    signOut: aPerson,
    revokeSession: aPerson,
    createTenant: aPerson,
    switchTenant: aPerson,
    acceptInvitation: aPerson,
    leaveTenant: aPerson,
    inviteMember: may('create', 'user'),
    revokeInvitation: may('create', 'user'),
    changeMemberRole: may('update', 'user'),
    removeMember: may('delete', 'user'),
    createApiKey: may('create', 'apiKey'),
    rotateApiKey: may('update', 'apiKey'),
    revokeApiKey: may('delete', 'apiKey'),
    setTenantReadOnly: may('manage', 'tenant'),
    rotateSigningKeys: aService,
  },
  Tenant: {
    members: inTheTokensTenant('read', 'user'),
    invitations: inTheTokensTenant('create', 'user'),
    apiKeys: inTheTokensTenant('read', 'apiKey'),
    readOnly: inTheTokensTenant('read', 'tenant'),
  },
}
