import { scalars } from '@graphmemory/service/scalars.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { apiKeyIdentity } from './api-key-identity.ts'
import { existing } from './batch-loader.ts'
import { changeMemberRole } from './change-member-role.ts'
import { createApiKey } from './create-api-key.ts'
import { createTenant } from './create-tenant.ts'
import {
  isCurrent,
  viewerApiKey,
  viewerMembership,
  viewerMemberships,
  viewerRole,
  viewerSessions,
  viewerTenant,
  viewerUser,
} from './get-viewer.ts'
import { inviteMember } from './invite-member.ts'
import { leaveTenant } from './leave-tenant.ts'
import { listApiKeys } from './list-api-keys.ts'
import { listInvitations, statusOf } from './list-invitations.ts'
import { listMembershipChanges } from './list-membership-changes.ts'
import { listMembers } from './list-memberships.ts'
import { readOnlyMode } from './read-only-mode.ts'
import { refreshTokens } from './refresh-tokens.ts'
import { register } from './register.ts'
import { removeMember } from './remove-member.ts'
import { requestPasswordReset } from './request-password-reset.ts'
import { resetPassword } from './reset-password.ts'
import { revokeApiKey } from './revoke-api-key.ts'
import { revokeInvitation } from './revoke-invitation.ts'
import { revokeSession } from './revoke-session.ts'
import { actionNames, listRoles, permissionsOf, resourceNames, roleOf } from './roles.ts'
import { rotateApiKey } from './rotate-api-key.ts'
import type { Resolvers } from './schema.generated.ts'
import { sessionState } from './session-state.ts'
import { setTenantReadOnly } from './set-tenant-read-only.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { switchTenant } from './switch-tenant.ts'
import { verifyEmail } from './verify-email.ts'

export const resolvers: Resolvers = {
  DateTime: scalars.DateTime,
  JSON: scalars.JSON,

  Query: {
    viewer: (_parent, _arguments, { viewer }) => viewer,
    tenant: (_parent, _arguments, context) => viewerTenant(context),
    sessionState: (_parent, given, context) => sessionState(context, given),
    apiKeyIdentity: (_parent, given, context) => apiKeyIdentity(context, given),
    signingKeys: (_parent, _arguments, { signingKeys }) => signingKeys.publicKeys(),
    membershipChanges: (_parent, given, context) => listMembershipChanges(context, given),
  },

  Mutation: {
    register: (_parent, { input }, context) => register(context, input),
    verifyEmail: (_parent, { input }, context) => verifyEmail(context, input),
    signIn: (_parent, { input }, context) => signIn(context, input),
    refreshTokens: (_parent, { input }, context) => refreshTokens(context, input),
    signOut: (_parent, { input }, context) => signOut(context, input),
    requestPasswordReset: (_parent, { input }, context) => requestPasswordReset(context, input),
    resetPassword: (_parent, { input }, context) => resetPassword(context, input),
    revokeSession: (_parent, { input }, context) => revokeSession(context, input),
    createTenant: (_parent, { input }, context) => createTenant(context, input),
    switchTenant: (_parent, { input }, context) => switchTenant(context, input),
    inviteMember: (_parent, { input }, context) => inviteMember(context, input),
    revokeInvitation: (_parent, { input }, context) => revokeInvitation(context, input),
    acceptInvitation: (_parent, { input }, context) => acceptInvitation(context, input),
    changeMemberRole: (_parent, { input }, context) => changeMemberRole(context, input),
    removeMember: (_parent, { input }, context) => removeMember(context, input),
    leaveTenant: (_parent, { input }, context) => leaveTenant(context, input),
    createApiKey: (_parent, { input }, context) => createApiKey(context, input),
    rotateApiKey: (_parent, { input }, context) => rotateApiKey(context, input),
    revokeApiKey: (_parent, { input }, context) => revokeApiKey(context, input),
    setTenantReadOnly: (_parent, { input }, context) => setTenantReadOnly(context, input),
    rotateSigningKeys: (_parent, _arguments, { signingKeys, viewer }) => signingKeys.rotate(viewer),
  },

  Viewer: {
    user: (_viewer, _arguments, context) => viewerUser(context),
    apiKey: (_viewer, _arguments, context) => viewerApiKey(context),
    tenant: (_viewer, _arguments, context) => viewerTenant(context),
    role: (_viewer, _arguments, context) => viewerRole(context),
    membership: (_viewer, _arguments, context) => viewerMembership(context),
    memberships: (_viewer, page, context) => viewerMemberships(context, page),
    sessions: (_viewer, page, context) => viewerSessions(context, page),
  },
  User: {
    __resolveReference: ({ id }, { loadUser }) => loadUser(id),
  },
  Tenant: {
    __resolveReference: ({ id }, { loadTenant }) => loadTenant(id),
    members: ({ id }, page, context) => listMembers(context, id, page),
    invitations: ({ id }, page, context) => listInvitations(context, id, page),
    apiKeys: ({ id }, page, context) => listApiKeys(context, id, page),
    roles: () => listRoles(),
    readOnly: (tenant, _arguments, context) => readOnlyMode(context, tenant),
  },
  Membership: {
    user: ({ userId }, _arguments, { loadUser }) => existing(loadUser, userId),
    tenant: ({ tenantId }, _arguments, { loadTenant }) => existing(loadTenant, tenantId),
    role: ({ role }) => roleOf(role),
  },
  Role: {
    permissions: (role) => permissionsOf(role),
  },
  Permission: {
    resource: ({ resource }) => resourceNames[resource],
    actions: ({ actions }) => actions.map((action) => actionNames[action]),
  },
  Invitation: {
    role: ({ role }) => roleOf(role),
    status: (invitation) => statusOf(invitation),
    invitedBy: ({ invitedBy }, _arguments, { loadUser }) => loadUser(invitedBy),
  },
  Session: {
    current: (session, _arguments, context) => isCurrent(context, session),
  },
  ApiKey: {
    createdBy: ({ createdBy }, _arguments, { loadUser }) => loadUser(createdBy),
  },
}
