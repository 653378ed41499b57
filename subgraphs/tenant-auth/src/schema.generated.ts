import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ApiKey as ApiKeyRow, Invitation as InvitationRow, Membership as MembershipRow, Session as SessionRow, Tenant as TenantRow } from './entities.ts';
import type { ApiKeyPage } from './list-api-keys.ts';
import type { InvitationPage } from './list-invitations.ts';
import type { MembershipPage } from './list-memberships.ts';
import type { Permission as PermissionRow, Role as RoleRow } from './roles.ts';
import type { SessionPage } from './list-sessions.ts';
import type { VisibleUser } from './load-users.ts';
import type { Identity } from '@graphmemory/identity/identity.ts';
import type { Context } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An instant, ISO 8601 in UTC with milliseconds. */
  DateTime: { input: Date; output: Date | string; }
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown; }
  _FieldSet: { input: string; output: string; }
};

/** A mailed token of an invitation. */
export type AcceptInvitationInput = {
  /** The token. */
  token: Scalars['String']['input'];
};

/** The joined tenant. */
export type AcceptInvitationPayload = {
  __typename?: 'AcceptInvitationPayload';
  /** The new membership. */
  membership: Membership;
  /** An access token for the tenant. */
  tokens: TenantTokens;
};

/** A key of the tenant that programs call with. Its secret is shown once, when it is created. */
export type ApiKey = {
  __typename?: 'ApiKey';
  /** When it was created. */
  createdAt: Scalars['DateTime']['output'];
  /** Who created it. */
  createdBy?: Maybe<User>;
  /** When it stops working; null when it does not lapse. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** The last characters of its secret, to tell keys apart. */
  hint: Scalars['String']['output'];
  /** Identifies the key. */
  id: Scalars['ID']['output'];
  /** When it was last used, to the minute. */
  lastUsedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What it is for. */
  name: Scalars['String']['output'];
  /** The key that replaced it. */
  replacedById?: Maybe<Scalars['ID']['output']>;
  /** When it was revoked. */
  revokedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What it may do, each `resource:action`; never more than its creator may now. */
  scopes: Array<Scalars['String']['output']>;
};

/** API keys, a page of them. */
export type ApiKeyConnection = {
  __typename?: 'ApiKeyConnection';
  /** The keys with their cursors. */
  edges: Array<ApiKeyEdge>;
  /** The keys. */
  nodes: Array<ApiKey>;
  /** Where the page stands. */
  pageInfo: PageInfo;
};

/** An API key and where it stands in its list. */
export type ApiKeyEdge = {
  __typename?: 'ApiKeyEdge';
  /** Where it stands. */
  cursor: Scalars['String']['output'];
  /** The key. */
  node: ApiKey;
};

/** What stands behind an API key. */
export type ApiKeyIdentity = {
  __typename?: 'ApiKeyIdentity';
  /** The key. */
  apiKeyId: Scalars['ID']['output'];
  /** What it may do now: its own scopes, cut down to what its creator may. */
  scopes: Array<Scalars['String']['output']>;
  /** The tenant it belongs to. */
  tenantId: Scalars['ID']['output'];
};

/** For whom something may be kept. */
export type CacheControlScope =
  /** For the caller alone. */
  | 'PRIVATE'
  /** For all who have the same rights in a tenant. */
  | 'PUBLIC';

/** Whose role changes. */
export type ChangeMemberRoleInput = {
  /** The membership. */
  membershipId: Scalars['ID']['input'];
  /** The name of the new role. */
  role: Scalars['String']['input'];
};

/** The changed membership. */
export type ChangeMemberRolePayload = {
  __typename?: 'ChangeMemberRolePayload';
  /** The membership. */
  membership: Membership;
};

/** A new API key. */
export type CreateApiKeyInput = {
  /** When it stops working; without it, not before it is revoked. */
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** What it is for, 1 to 100 characters. */
  name: Scalars['String']['input'];
  /** What it may do, each `resource:action`, such as `memory:read`. */
  scopes: Array<Scalars['String']['input']>;
};

/** The created key. */
export type CreateApiKeyPayload = {
  __typename?: 'CreateApiKeyPayload';
  /** The key. */
  apiKey: ApiKey;
  /** Its secret. It is not kept and cannot be shown again. */
  secret: Scalars['String']['output'];
};

/** A new tenant. */
export type CreateTenantInput = {
  /** What it is called, 1 to 100 characters. */
  name: Scalars['String']['input'];
  /** Its short name: 3 to 40 lower-case letters, digits and single hyphens. */
  slug: Scalars['String']['input'];
};

/** The founded tenant. */
export type CreateTenantPayload = {
  __typename?: 'CreateTenantPayload';
  /** The caller's membership as its owner. */
  membership: Membership;
  /** The tenant. */
  tenant: Tenant;
  /** An access token for it. */
  tokens: TenantTokens;
};

/** A mailed offer of membership, bound to one address. */
export type Invitation = {
  __typename?: 'Invitation';
  /** When it was sent. */
  createdAt: Scalars['DateTime']['output'];
  /** The invited address. */
  email: Scalars['String']['output'];
  /** When it lapses. */
  expiresAt: Scalars['DateTime']['output'];
  /** Identifies the invitation. */
  id: Scalars['ID']['output'];
  /** Who invited. */
  invitedBy?: Maybe<User>;
  /** The role that accepting it gives. */
  role: Role;
  /** Where it stands. */
  status: InvitationStatus;
};

/** Invitations, a page of them. */
export type InvitationConnection = {
  __typename?: 'InvitationConnection';
  /** The invitations with their cursors. */
  edges: Array<InvitationEdge>;
  /** The invitations. */
  nodes: Array<Invitation>;
  /** Where the page stands. */
  pageInfo: PageInfo;
};

/** An invitation and where it stands in its list. */
export type InvitationEdge = {
  __typename?: 'InvitationEdge';
  /** Where it stands. */
  cursor: Scalars['String']['output'];
  /** The invitation. */
  node: Invitation;
};

/** Where an invitation stands. */
export type InvitationStatus =
  /** It was accepted. */
  | 'ACCEPTED'
  /** It lapsed. */
  | 'EXPIRED'
  /** It can be accepted. */
  | 'PENDING'
  /** It was withdrawn or replaced. */
  | 'REVOKED';

/** Whom to invite. */
export type InviteMemberInput = {
  /** The address. */
  email: Scalars['String']['input'];
  /** The name of the role that accepting gives. */
  role: Scalars['String']['input'];
};

/** The sent invitation. */
export type InviteMemberPayload = {
  __typename?: 'InviteMemberPayload';
  /** The invitation. */
  invitation: Invitation;
};

/** Which tenant to leave. */
export type LeaveTenantInput = {
  /** Its slug. */
  slug: Scalars['String']['input'];
};

/** The answer to leaving. */
export type LeaveTenantPayload = {
  __typename?: 'LeaveTenantPayload';
  /** Always true: the membership has ended. */
  accepted: Scalars['Boolean']['output'];
};

/** That a person belongs to a tenant, and as what. */
export type Membership = {
  __typename?: 'Membership';
  /** Since when. */
  createdAt: Scalars['DateTime']['output'];
  /** Identifies the membership. */
  id: Scalars['ID']['output'];
  /** What the member may do. */
  role: Role;
  /** The tenant. */
  tenant: Tenant;
  /** The member. */
  user: User;
};

/** That somebody has become a member of a tenant, or is none any more. */
export type MembershipChange = {
  __typename?: 'MembershipChange';
  /** When. */
  at: Scalars['DateTime']['output'];
  /** The tenant. */
  tenantId: Scalars['ID']['output'];
  /** The person. */
  userId: Scalars['ID']['output'];
};

/** Memberships, a page of them. */
export type MembershipConnection = {
  __typename?: 'MembershipConnection';
  /** The memberships with their cursors. */
  edges: Array<MembershipEdge>;
  /** The memberships. */
  nodes: Array<Membership>;
  /** Where the page stands. */
  pageInfo: PageInfo;
};

/** A membership and where it stands in its list. */
export type MembershipEdge = {
  __typename?: 'MembershipEdge';
  /** Where it stands. */
  cursor: Scalars['String']['output'];
  /** The membership. */
  node: Membership;
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Joins the tenant that invited the caller's own verified address. */
  acceptInvitation: AcceptInvitationPayload;
  /** Gives a member another role, at most the caller's own. The last owner stays owner. */
  changeMemberRole: ChangeMemberRolePayload;
  /** Creates an API key of the tenant, with scopes that the caller holds. */
  createApiKey: CreateApiKeyPayload;
  /** Founds a tenant, with the caller as its owner. */
  createTenant: CreateTenantPayload;
  /** Invites an address into the caller's tenant, at most with the caller's own role. An open invitation of the same address is replaced. */
  inviteMember: InviteMemberPayload;
  /** Ends the caller's own membership. The last owner stays. */
  leaveTenant: LeaveTenantPayload;
  /** Exchanges a refresh token for new tokens. A refresh token works once: a second use, later than ten seconds after the first, ends the session. */
  refreshTokens: RefreshTokensPayload;
  /** Asks for an account. The answer is the same whether or not the address already has one; the mail tells its owner which. */
  register: RegisterPayload;
  /** Ends another member's membership. The last owner stays. */
  removeMember: RemoveMemberPayload;
  /** Mails a token that sets a new password. The answer is the same whether or not the address has an account. */
  requestPasswordReset: RequestPasswordResetPayload;
  /** Sets a new password and ends every session of the account. */
  resetPassword: ResetPasswordPayload;
  /** Ends an API key at once. */
  revokeApiKey: RevokeApiKeyPayload;
  /** Withdraws an open invitation. */
  revokeInvitation: RevokeInvitationPayload;
  /** Ends one of the caller's sessions. */
  revokeSession: RevokeSessionPayload;
  /** Replaces an API key by a new one with the same name and scopes; the old one works on for the overlap. */
  rotateApiKey: RotateApiKeyPayload;
  /** Moves the signing keys one step on (`next` signs, the former key is only verified with), for the operator. */
  rotateSigningKeys: RotateSigningKeysPayload;
  /** Makes the caller's tenant read-only, or ends that. While it is, every change of its memories and documents is refused as `UNAVAILABLE` with the reason `READ_ONLY_MODE`; reading, subscriptions, members and keys go on. */
  setTenantReadOnly: SetTenantReadOnlyPayload;
  /** Starts a session. */
  signIn: SignInResult;
  /** Ends the caller's session, or all of them. */
  signOut: SignOutPayload;
  /** Exchanges the caller's access token for one of another tenant that the caller is a member of. */
  switchTenant: SwitchTenantPayload;
  /** Opens the account whose address the mailed token proves. */
  verifyEmail: VerifyEmailPayload;
};


export type MutationAcceptInvitationArgs = {
  input: AcceptInvitationInput;
};


export type MutationChangeMemberRoleArgs = {
  input: ChangeMemberRoleInput;
};


export type MutationCreateApiKeyArgs = {
  input: CreateApiKeyInput;
};


export type MutationCreateTenantArgs = {
  input: CreateTenantInput;
};


export type MutationInviteMemberArgs = {
  input: InviteMemberInput;
};


export type MutationLeaveTenantArgs = {
  input: LeaveTenantInput;
};


export type MutationRefreshTokensArgs = {
  input: RefreshTokensInput;
};


export type MutationRegisterArgs = {
  input: RegisterInput;
};


export type MutationRemoveMemberArgs = {
  input: RemoveMemberInput;
};


export type MutationRequestPasswordResetArgs = {
  input: RequestPasswordResetInput;
};


export type MutationResetPasswordArgs = {
  input: ResetPasswordInput;
};


export type MutationRevokeApiKeyArgs = {
  input: RevokeApiKeyInput;
};


export type MutationRevokeInvitationArgs = {
  input: RevokeInvitationInput;
};


export type MutationRevokeSessionArgs = {
  input: RevokeSessionInput;
};


export type MutationRotateApiKeyArgs = {
  input: RotateApiKeyInput;
};


export type MutationSetTenantReadOnlyArgs = {
  input: SetTenantReadOnlyInput;
};


export type MutationSignInArgs = {
  input: SignInInput;
};


export type MutationSignOutArgs = {
  input?: InputMaybe<SignOutInput>;
};


export type MutationSwitchTenantArgs = {
  input: SwitchTenantInput;
};


export type MutationVerifyEmailArgs = {
  input: VerifyEmailInput;
};

/** Where a page stands in its list. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Cursor of the last item. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether more items follow. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether items come before. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first item. */
  startCursor?: Maybe<Scalars['String']['output']>;
};

/** What may be done with one type of resource. */
export type Permission = {
  __typename?: 'Permission';
  /** What may be done with it. */
  actions: Array<PermissionAction>;
  /** The type of resource. */
  resource: ResourceType;
};

/** What a permission allows. */
export type PermissionAction =
  /** To comment on them. */
  | 'COMMENT'
  /** To make new ones. */
  | 'CREATE'
  /** To delete them. */
  | 'DELETE'
  /** To take them out in bulk. */
  | 'EXPORT'
  /** To bring them in in bulk. */
  | 'IMPORT'
  /** To administer them. */
  | 'MANAGE'
  /** To see them. */
  | 'READ'
  /** To give others access. */
  | 'SHARE'
  /** To propose changes to them. */
  | 'SUGGEST'
  /** To change them. */
  | 'UPDATE';

export type Query = {
  __typename?: 'Query';
  /** The tenant and the effective scopes behind an API key, for services that authenticate callers; null when it may not be used. */
  apiKeyIdentity?: Maybe<ApiKeyIdentity>;
  /** Who last became a member of a tenant, or ceased to be one, since a moment, the earliest first: asked by the parts in which grants end with memberships. */
  membershipChanges: Array<MembershipChange>;
  /** Whether a session may still be used, for services that check access tokens. */
  sessionState?: Maybe<SessionState>;
  /** The public keys that access tokens are signed with, as a JSON Web Key Set. */
  signingKeys: Scalars['JSON']['output'];
  /** The tenant that the caller's token names. */
  tenant?: Maybe<Tenant>;
  /** Who calls, and on whose behalf: UNAUTHENTICATED when nobody is signed in. */
  viewer?: Maybe<Viewer>;
};


export type QueryApiKeyIdentityArgs = {
  secretHash: Scalars['String']['input'];
};


export type QueryMembershipChangesArgs = {
  first: Scalars['Int']['input'];
  since: Scalars['DateTime']['input'];
};


export type QuerySessionStateArgs = {
  id: Scalars['ID']['input'];
};

/** That nothing in a tenant can be changed, by somebody's wish. */
export type ReadOnlyMode = {
  __typename?: 'ReadOnlyMode';
  /** Why, as every refused change says too. */
  reason: Scalars['String']['output'];
  /** Since when. */
  since: Scalars['DateTime']['output'];
};

/** What renews a session. */
export type RefreshTokensInput = {
  /** The refresh token. */
  refreshToken: Scalars['String']['input'];
  /** The slug of the tenant to act in from now on; without it, as before. */
  tenant?: InputMaybe<Scalars['String']['input']>;
};

/** The renewed session. */
export type RefreshTokensPayload = {
  __typename?: 'RefreshTokensPayload';
  /** The new tokens. */
  tokens: Tokens;
};

/** Who registers. */
export type RegisterInput = {
  /** The address, which a mail then verifies. */
  email: Scalars['String']['input'];
  /** What the person is called, 1 to 100 characters. */
  name: Scalars['String']['input'];
  /** The password, 10 to 200 characters. */
  password: Scalars['String']['input'];
};

/** The answer to a registration. */
export type RegisterPayload = {
  __typename?: 'RegisterPayload';
  /** Always true: a mail is on its way. */
  accepted: Scalars['Boolean']['output'];
};

/** Whose membership ends. */
export type RemoveMemberInput = {
  /** The membership. */
  membershipId: Scalars['ID']['input'];
};

/** The ended membership. */
export type RemoveMemberPayload = {
  __typename?: 'RemoveMemberPayload';
  /** The membership, as it was. */
  membership: Membership;
};

/** Whose password is forgotten. */
export type RequestPasswordResetInput = {
  /** The address of the account. */
  email: Scalars['String']['input'];
};

/** The answer to a forgotten password. */
export type RequestPasswordResetPayload = {
  __typename?: 'RequestPasswordResetPayload';
  /** Always true: if the account exists, a mail is on its way. */
  accepted: Scalars['Boolean']['output'];
};

/** A new password. */
export type ResetPasswordInput = {
  /** The new password, 10 to 200 characters. */
  password: Scalars['String']['input'];
  /** The mailed token. */
  token: Scalars['String']['input'];
};

/** The answer to a new password. */
export type ResetPasswordPayload = {
  __typename?: 'ResetPasswordPayload';
  /** Always true: the password is set and every session has ended. */
  accepted: Scalars['Boolean']['output'];
};

/** What a permission is about. */
export type ResourceType =
  /** API keys. */
  | 'API_KEY'
  /** The audit log. */
  | 'AUDIT'
  /** Live-edited documents. */
  | 'DOCUMENT'
  /** Memories and their relations. */
  | 'MEMORY'
  /** The tenant's settings. */
  | 'SETTINGS'
  /** The installation. */
  | 'SYSTEM'
  /** The tenant and its members. */
  | 'TENANT'
  /** People. */
  | 'USER';

/** Which key to end. */
export type RevokeApiKeyInput = {
  /** The key. */
  apiKeyId: Scalars['ID']['input'];
};

/** The ended key. */
export type RevokeApiKeyPayload = {
  __typename?: 'RevokeApiKeyPayload';
  /** The key. */
  apiKey: ApiKey;
};

/** Which invitation to withdraw. */
export type RevokeInvitationInput = {
  /** The invitation. */
  invitationId: Scalars['ID']['input'];
};

/** The withdrawn invitation. */
export type RevokeInvitationPayload = {
  __typename?: 'RevokeInvitationPayload';
  /** The invitation. */
  invitation: Invitation;
};

/** Which session ends. */
export type RevokeSessionInput = {
  /** The session. */
  sessionId: Scalars['ID']['input'];
};

/** The ended session. */
export type RevokeSessionPayload = {
  __typename?: 'RevokeSessionPayload';
  /** The session, as it was. */
  session: Session;
};

/** A named set of permissions. */
export type Role = {
  __typename?: 'Role';
  /** Whether it comes with GraphMemory and cannot be changed. */
  builtIn: Scalars['Boolean']['output'];
  /** Identifies the role. */
  id: Scalars['ID']['output'];
  /** What it is called: viewer, commenter, suggester, editor, collaborator, admin or owner. */
  name: Scalars['String']['output'];
  /** What it allows. */
  permissions: Array<Permission>;
};

/** Which key to replace. */
export type RotateApiKeyInput = {
  /** The key. */
  apiKeyId: Scalars['ID']['input'];
  /** How many hours the replaced key works on, 0 to 168. */
  overlapHours?: InputMaybe<Scalars['Int']['input']>;
};

/** The replacing key. */
export type RotateApiKeyPayload = {
  __typename?: 'RotateApiKeyPayload';
  /** The key. */
  apiKey: ApiKey;
  /** Its secret. It is not kept and cannot be shown again. */
  secret: Scalars['String']['output'];
};

/** Where the signing keys stand. */
export type RotateSigningKeysPayload = {
  __typename?: 'RotateSigningKeysPayload';
  /** The id of the key that signs from now on. */
  activeKeyId: Scalars['ID']['output'];
};

/** A signed-in client of one person. */
export type Session = {
  __typename?: 'Session';
  /** When it began. */
  createdAt: Scalars['DateTime']['output'];
  /** Whether it is the session of this request. */
  current: Scalars['Boolean']['output'];
  /** When it ends at the latest. */
  expiresAt: Scalars['DateTime']['output'];
  /** Identifies the session. */
  id: Scalars['ID']['output'];
  /** The address it began from. */
  ip?: Maybe<Scalars['String']['output']>;
  /** When its tokens were last refreshed. */
  lastUsedAt: Scalars['DateTime']['output'];
  /** The client it began with. */
  userAgent?: Maybe<Scalars['String']['output']>;
};

/** Sessions, a page of them. */
export type SessionConnection = {
  __typename?: 'SessionConnection';
  /** The sessions with their cursors. */
  edges: Array<SessionEdge>;
  /** The sessions. */
  nodes: Array<Session>;
  /** Where the page stands. */
  pageInfo: PageInfo;
};

/** A session and where it stands in its list. */
export type SessionEdge = {
  __typename?: 'SessionEdge';
  /** Where it stands. */
  cursor: Scalars['String']['output'];
  /** The session. */
  node: Session;
};

/** Whether a session may still be used. */
export type SessionState = {
  __typename?: 'SessionState';
  /** Whether it has neither ended nor been revoked. */
  active: Scalars['Boolean']['output'];
  /** The session. */
  id: Scalars['ID']['output'];
  /** The version of its user's permissions: a token with another is stale. */
  permissionVersion: Scalars['Int']['output'];
  /** Whose it is. */
  userId: Scalars['ID']['output'];
};

/** Whether a tenant is read-only. */
export type SetTenantReadOnlyInput = {
  /** Whether nothing in it can be changed. */
  readOnly: Scalars['Boolean']['input'];
  /** Why, for those whose changes are refused, 1 to 200 characters; needed to begin. */
  reason?: InputMaybe<Scalars['String']['input']>;
};

/** The tenant, as it is now. */
export type SetTenantReadOnlyPayload = {
  __typename?: 'SetTenantReadOnlyPayload';
  /** The tenant. */
  tenant: Tenant;
};

/** Who signs in. */
export type SignInInput = {
  /** The verified address. */
  email: Scalars['String']['input'];
  /** The password. */
  password: Scalars['String']['input'];
  /** The slug of the tenant to act in; without it, the sole tenant of a person who has one. */
  tenant?: InputMaybe<Scalars['String']['input']>;
};

/** What signing in leads to. */
export type SignInResult = Tokens;

/** Which sessions end. */
export type SignOutInput = {
  /** Whether every session of the caller ends. */
  everywhere?: InputMaybe<Scalars['Boolean']['input']>;
};

/** The answer to signing out. */
export type SignOutPayload = {
  __typename?: 'SignOutPayload';
  /** Always true: the session has ended. */
  accepted: Scalars['Boolean']['output'];
};

/** Which tenant to act in. */
export type SwitchTenantInput = {
  /** Its slug. */
  slug: Scalars['String']['input'];
};

/** The tenant switched to. */
export type SwitchTenantPayload = {
  __typename?: 'SwitchTenantPayload';
  /** The tenant. */
  tenant: Tenant;
  /** An access token for it. */
  tokens: TenantTokens;
};

/** An organisation: everything else belongs to exactly one. */
export type Tenant = {
  __typename?: 'Tenant';
  /** Its API keys, newest first. */
  apiKeys: ApiKeyConnection;
  /** When it was founded. */
  createdAt: Scalars['DateTime']['output'];
  /** Identifies the tenant. */
  id: Scalars['ID']['output'];
  /** Its invitations, newest first. */
  invitations: InvitationConnection;
  /** Its members, oldest first. */
  members: MembershipConnection;
  /** What the tenant is called. */
  name: Scalars['String']['output'];
  /** Since when, and why, nothing in it can be changed; null while it can. */
  readOnly?: Maybe<ReadOnlyMode>;
  /** The roles a member can have, lowest first. */
  roles: Array<Role>;
  /** The tenant's short name in addresses, unique. */
  slug: Scalars['String']['output'];
};


/** An organisation: everything else belongs to exactly one. */
export type TenantApiKeysArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** An organisation: everything else belongs to exactly one. */
export type TenantInvitationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** An organisation: everything else belongs to exactly one. */
export type TenantMembersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** An access token of another tenant in the same session; the session's refresh token stays as it is. */
export type TenantTokens = {
  __typename?: 'TenantTokens';
  /** The bearer token of requests. */
  accessToken: Scalars['String']['output'];
  /** When the access token lapses. */
  expiresAt: Scalars['DateTime']['output'];
};

/** What a session is called with and renewed by. */
export type Tokens = {
  __typename?: 'Tokens';
  /** The bearer token of requests. */
  accessToken: Scalars['String']['output'];
  /** When the access token lapses. */
  expiresAt: Scalars['DateTime']['output'];
  /** Renews the session, once. */
  refreshToken: Scalars['String']['output'];
};

/** A person with an account. Seen only by those who share, or once shared, a tenant. */
export type User = {
  __typename?: 'User';
  /** The verified address; null for those who share no tenant with the person now. */
  email?: Maybe<Scalars['String']['output']>;
  /** Identifies the person. */
  id: Scalars['ID']['output'];
  /** What the person is called. */
  name: Scalars['String']['output'];
};

/** A mailed token of a registration. */
export type VerifyEmailInput = {
  /** The token. */
  token: Scalars['String']['input'];
};

/** The answer to a verification. */
export type VerifyEmailPayload = {
  __typename?: 'VerifyEmailPayload';
  /** Always true: the account is open. */
  accepted: Scalars['Boolean']['output'];
};

/** Who calls: a person or an API key, and the tenant that the token names. */
export type Viewer = {
  __typename?: 'Viewer';
  /** The API key; null for a person. */
  apiKey?: Maybe<ApiKey>;
  /** The membership in that tenant; null without one, and for an API key. */
  membership?: Maybe<Membership>;
  /** Every tenant that the person may switch to. */
  memberships: MembershipConnection;
  /** The role in that tenant; null without one, and for an API key. */
  role?: Maybe<Role>;
  /** The person's live sessions, newest first. */
  sessions: SessionConnection;
  /** The tenant of this request; null while none is chosen. */
  tenant?: Maybe<Tenant>;
  /** The person; null for an API key. */
  user?: Maybe<User>;
};


/** Who calls: a person or an API key, and the tenant that the token names. */
export type ViewerMembershipsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** Who calls: a person or an API key, and the tenant that the token names. */
export type ViewerSessionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Tenant: Tenant;
  User: User;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Tenant:
    ( { __typename: 'Tenant' }
    & GraphQLRecursivePick<FederationTypes['Tenant'], {"id":true}> );
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  SignInResult: ( Tokens );
};


/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AcceptInvitationInput: AcceptInvitationInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  AcceptInvitationPayload: ResolverTypeWrapper<Omit<AcceptInvitationPayload, 'membership'> & { membership: ResolversTypes['Membership'] }>;
  ApiKey: ResolverTypeWrapper<ApiKeyRow>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ApiKeyConnection: ResolverTypeWrapper<ApiKeyPage>;
  ApiKeyEdge: ResolverTypeWrapper<Omit<ApiKeyEdge, 'node'> & { node: ResolversTypes['ApiKey'] }>;
  ApiKeyIdentity: ResolverTypeWrapper<ApiKeyIdentity>;
  CacheControlScope: CacheControlScope;
  ChangeMemberRoleInput: ChangeMemberRoleInput;
  ChangeMemberRolePayload: ResolverTypeWrapper<Omit<ChangeMemberRolePayload, 'membership'> & { membership: ResolversTypes['Membership'] }>;
  CreateApiKeyInput: CreateApiKeyInput;
  CreateApiKeyPayload: ResolverTypeWrapper<Omit<CreateApiKeyPayload, 'apiKey'> & { apiKey: ResolversTypes['ApiKey'] }>;
  CreateTenantInput: CreateTenantInput;
  CreateTenantPayload: ResolverTypeWrapper<Omit<CreateTenantPayload, 'membership' | 'tenant'> & { membership: ResolversTypes['Membership'], tenant: ResolversTypes['Tenant'] }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Invitation: ResolverTypeWrapper<InvitationRow>;
  InvitationConnection: ResolverTypeWrapper<InvitationPage>;
  InvitationEdge: ResolverTypeWrapper<Omit<InvitationEdge, 'node'> & { node: ResolversTypes['Invitation'] }>;
  InvitationStatus: InvitationStatus;
  InviteMemberInput: InviteMemberInput;
  InviteMemberPayload: ResolverTypeWrapper<Omit<InviteMemberPayload, 'invitation'> & { invitation: ResolversTypes['Invitation'] }>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  LeaveTenantInput: LeaveTenantInput;
  LeaveTenantPayload: ResolverTypeWrapper<LeaveTenantPayload>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Membership: ResolverTypeWrapper<MembershipRow>;
  MembershipChange: ResolverTypeWrapper<MembershipChange>;
  MembershipConnection: ResolverTypeWrapper<MembershipPage>;
  MembershipEdge: ResolverTypeWrapper<Omit<MembershipEdge, 'node'> & { node: ResolversTypes['Membership'] }>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Permission: ResolverTypeWrapper<PermissionRow>;
  PermissionAction: PermissionAction;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ReadOnlyMode: ResolverTypeWrapper<ReadOnlyMode>;
  RefreshTokensInput: RefreshTokensInput;
  RefreshTokensPayload: ResolverTypeWrapper<RefreshTokensPayload>;
  RegisterInput: RegisterInput;
  RegisterPayload: ResolverTypeWrapper<RegisterPayload>;
  RemoveMemberInput: RemoveMemberInput;
  RemoveMemberPayload: ResolverTypeWrapper<Omit<RemoveMemberPayload, 'membership'> & { membership: ResolversTypes['Membership'] }>;
  RequestPasswordResetInput: RequestPasswordResetInput;
  RequestPasswordResetPayload: ResolverTypeWrapper<RequestPasswordResetPayload>;
  ResetPasswordInput: ResetPasswordInput;
  ResetPasswordPayload: ResolverTypeWrapper<ResetPasswordPayload>;
  ResourceType: ResourceType;
  RevokeApiKeyInput: RevokeApiKeyInput;
  RevokeApiKeyPayload: ResolverTypeWrapper<Omit<RevokeApiKeyPayload, 'apiKey'> & { apiKey: ResolversTypes['ApiKey'] }>;
  RevokeInvitationInput: RevokeInvitationInput;
  RevokeInvitationPayload: ResolverTypeWrapper<Omit<RevokeInvitationPayload, 'invitation'> & { invitation: ResolversTypes['Invitation'] }>;
  RevokeSessionInput: RevokeSessionInput;
  RevokeSessionPayload: ResolverTypeWrapper<Omit<RevokeSessionPayload, 'session'> & { session: ResolversTypes['Session'] }>;
  Role: ResolverTypeWrapper<RoleRow>;
  RotateApiKeyInput: RotateApiKeyInput;
  RotateApiKeyPayload: ResolverTypeWrapper<Omit<RotateApiKeyPayload, 'apiKey'> & { apiKey: ResolversTypes['ApiKey'] }>;
  RotateSigningKeysPayload: ResolverTypeWrapper<RotateSigningKeysPayload>;
  Session: ResolverTypeWrapper<SessionRow>;
  SessionConnection: ResolverTypeWrapper<SessionPage>;
  SessionEdge: ResolverTypeWrapper<Omit<SessionEdge, 'node'> & { node: ResolversTypes['Session'] }>;
  SessionState: ResolverTypeWrapper<SessionState>;
  SetTenantReadOnlyInput: SetTenantReadOnlyInput;
  SetTenantReadOnlyPayload: ResolverTypeWrapper<Omit<SetTenantReadOnlyPayload, 'tenant'> & { tenant: ResolversTypes['Tenant'] }>;
  SignInInput: SignInInput;
  SignInResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SignInResult']>;
  SignOutInput: SignOutInput;
  SignOutPayload: ResolverTypeWrapper<SignOutPayload>;
  SwitchTenantInput: SwitchTenantInput;
  SwitchTenantPayload: ResolverTypeWrapper<Omit<SwitchTenantPayload, 'tenant'> & { tenant: ResolversTypes['Tenant'] }>;
  Tenant: ResolverTypeWrapper<TenantRow>;
  TenantTokens: ResolverTypeWrapper<TenantTokens>;
  Tokens: ResolverTypeWrapper<Tokens>;
  User: ResolverTypeWrapper<VisibleUser>;
  VerifyEmailInput: VerifyEmailInput;
  VerifyEmailPayload: ResolverTypeWrapper<VerifyEmailPayload>;
  Viewer: ResolverTypeWrapper<Identity>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AcceptInvitationInput: AcceptInvitationInput;
  String: Scalars['String']['output'];
  AcceptInvitationPayload: Omit<AcceptInvitationPayload, 'membership'> & { membership: ResolversParentTypes['Membership'] };
  ApiKey: ApiKeyRow;
  ID: Scalars['ID']['output'];
  ApiKeyConnection: ApiKeyPage;
  ApiKeyEdge: Omit<ApiKeyEdge, 'node'> & { node: ResolversParentTypes['ApiKey'] };
  ApiKeyIdentity: ApiKeyIdentity;
  ChangeMemberRoleInput: ChangeMemberRoleInput;
  ChangeMemberRolePayload: Omit<ChangeMemberRolePayload, 'membership'> & { membership: ResolversParentTypes['Membership'] };
  CreateApiKeyInput: CreateApiKeyInput;
  CreateApiKeyPayload: Omit<CreateApiKeyPayload, 'apiKey'> & { apiKey: ResolversParentTypes['ApiKey'] };
  CreateTenantInput: CreateTenantInput;
  CreateTenantPayload: Omit<CreateTenantPayload, 'membership' | 'tenant'> & { membership: ResolversParentTypes['Membership'], tenant: ResolversParentTypes['Tenant'] };
  DateTime: Scalars['DateTime']['output'];
  Invitation: InvitationRow;
  InvitationConnection: InvitationPage;
  InvitationEdge: Omit<InvitationEdge, 'node'> & { node: ResolversParentTypes['Invitation'] };
  InviteMemberInput: InviteMemberInput;
  InviteMemberPayload: Omit<InviteMemberPayload, 'invitation'> & { invitation: ResolversParentTypes['Invitation'] };
  JSON: Scalars['JSON']['output'];
  LeaveTenantInput: LeaveTenantInput;
  LeaveTenantPayload: LeaveTenantPayload;
  Boolean: Scalars['Boolean']['output'];
  Membership: MembershipRow;
  MembershipChange: MembershipChange;
  MembershipConnection: MembershipPage;
  MembershipEdge: Omit<MembershipEdge, 'node'> & { node: ResolversParentTypes['Membership'] };
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  Permission: PermissionRow;
  Query: Record<PropertyKey, never>;
  ReadOnlyMode: ReadOnlyMode;
  RefreshTokensInput: RefreshTokensInput;
  RefreshTokensPayload: RefreshTokensPayload;
  RegisterInput: RegisterInput;
  RegisterPayload: RegisterPayload;
  RemoveMemberInput: RemoveMemberInput;
  RemoveMemberPayload: Omit<RemoveMemberPayload, 'membership'> & { membership: ResolversParentTypes['Membership'] };
  RequestPasswordResetInput: RequestPasswordResetInput;
  RequestPasswordResetPayload: RequestPasswordResetPayload;
  ResetPasswordInput: ResetPasswordInput;
  ResetPasswordPayload: ResetPasswordPayload;
  RevokeApiKeyInput: RevokeApiKeyInput;
  RevokeApiKeyPayload: Omit<RevokeApiKeyPayload, 'apiKey'> & { apiKey: ResolversParentTypes['ApiKey'] };
  RevokeInvitationInput: RevokeInvitationInput;
  RevokeInvitationPayload: Omit<RevokeInvitationPayload, 'invitation'> & { invitation: ResolversParentTypes['Invitation'] };
  RevokeSessionInput: RevokeSessionInput;
  RevokeSessionPayload: Omit<RevokeSessionPayload, 'session'> & { session: ResolversParentTypes['Session'] };
  Role: RoleRow;
  RotateApiKeyInput: RotateApiKeyInput;
  RotateApiKeyPayload: Omit<RotateApiKeyPayload, 'apiKey'> & { apiKey: ResolversParentTypes['ApiKey'] };
  RotateSigningKeysPayload: RotateSigningKeysPayload;
  Session: SessionRow;
  SessionConnection: SessionPage;
  SessionEdge: Omit<SessionEdge, 'node'> & { node: ResolversParentTypes['Session'] };
  SessionState: SessionState;
  SetTenantReadOnlyInput: SetTenantReadOnlyInput;
  SetTenantReadOnlyPayload: Omit<SetTenantReadOnlyPayload, 'tenant'> & { tenant: ResolversParentTypes['Tenant'] };
  SignInInput: SignInInput;
  SignInResult: ResolversUnionTypes<ResolversParentTypes>['SignInResult'];
  SignOutInput: SignOutInput;
  SignOutPayload: SignOutPayload;
  SwitchTenantInput: SwitchTenantInput;
  SwitchTenantPayload: Omit<SwitchTenantPayload, 'tenant'> & { tenant: ResolversParentTypes['Tenant'] };
  Tenant: TenantRow;
  TenantTokens: TenantTokens;
  Tokens: Tokens;
  User: VisibleUser;
  VerifyEmailInput: VerifyEmailInput;
  VerifyEmailPayload: VerifyEmailPayload;
  Viewer: Identity;
  Int: Scalars['Int']['output'];
};

export type CacheControlDirectiveArgs = {
  maxAge?: Maybe<Scalars['Int']['input']>;
  scope?: Maybe<CacheControlScope>;
};

export type CacheControlDirectiveResolver<Result, Parent, ContextType = Context, Args = CacheControlDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AcceptInvitationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AcceptInvitationPayload'] = ResolversParentTypes['AcceptInvitationPayload']> = {
  membership?: Resolver<ResolversTypes['Membership'], ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['TenantTokens'], ParentType, ContextType>;
};

export type ApiKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKey'] = ResolversParentTypes['ApiKey']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  hint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  replacedById?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  scopes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ApiKeyConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKeyConnection'] = ResolversParentTypes['ApiKeyConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ApiKeyEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ApiKeyEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKeyEdge'] = ResolversParentTypes['ApiKeyEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType>;
};

export type ApiKeyIdentityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKeyIdentity'] = ResolversParentTypes['ApiKeyIdentity']> = {
  apiKeyId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  scopes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  tenantId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type ChangeMemberRolePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangeMemberRolePayload'] = ResolversParentTypes['ChangeMemberRolePayload']> = {
  membership?: Resolver<ResolversTypes['Membership'], ParentType, ContextType>;
};

export type CreateApiKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateApiKeyPayload'] = ResolversParentTypes['CreateApiKeyPayload']> = {
  apiKey?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType>;
  secret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CreateTenantPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateTenantPayload'] = ResolversParentTypes['CreateTenantPayload']> = {
  membership?: Resolver<ResolversTypes['Membership'], ParentType, ContextType>;
  tenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['TenantTokens'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type InvitationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Invitation'] = ResolversParentTypes['Invitation']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  invitedBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['InvitationStatus'], ParentType, ContextType>;
};

export type InvitationConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvitationConnection'] = ResolversParentTypes['InvitationConnection']> = {
  edges?: Resolver<Array<ResolversTypes['InvitationEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Invitation']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type InvitationEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvitationEdge'] = ResolversParentTypes['InvitationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Invitation'], ParentType, ContextType>;
};

export type InviteMemberPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InviteMemberPayload'] = ResolversParentTypes['InviteMemberPayload']> = {
  invitation?: Resolver<ResolversTypes['Invitation'], ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type LeaveTenantPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LeaveTenantPayload'] = ResolversParentTypes['LeaveTenantPayload']> = {
  accepted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type MembershipResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Membership'] = ResolversParentTypes['Membership']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
  tenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type MembershipChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MembershipChange'] = ResolversParentTypes['MembershipChange']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  tenantId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  userId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type MembershipConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MembershipConnection'] = ResolversParentTypes['MembershipConnection']> = {
  edges?: Resolver<Array<ResolversTypes['MembershipEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Membership']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type MembershipEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MembershipEdge'] = ResolversParentTypes['MembershipEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Membership'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  acceptInvitation?: Resolver<ResolversTypes['AcceptInvitationPayload'], ParentType, ContextType, RequireFields<MutationAcceptInvitationArgs, 'input'>>;
  changeMemberRole?: Resolver<ResolversTypes['ChangeMemberRolePayload'], ParentType, ContextType, RequireFields<MutationChangeMemberRoleArgs, 'input'>>;
  createApiKey?: Resolver<ResolversTypes['CreateApiKeyPayload'], ParentType, ContextType, RequireFields<MutationCreateApiKeyArgs, 'input'>>;
  createTenant?: Resolver<ResolversTypes['CreateTenantPayload'], ParentType, ContextType, RequireFields<MutationCreateTenantArgs, 'input'>>;
  inviteMember?: Resolver<ResolversTypes['InviteMemberPayload'], ParentType, ContextType, RequireFields<MutationInviteMemberArgs, 'input'>>;
  leaveTenant?: Resolver<ResolversTypes['LeaveTenantPayload'], ParentType, ContextType, RequireFields<MutationLeaveTenantArgs, 'input'>>;
  refreshTokens?: Resolver<ResolversTypes['RefreshTokensPayload'], ParentType, ContextType, RequireFields<MutationRefreshTokensArgs, 'input'>>;
  register?: Resolver<ResolversTypes['RegisterPayload'], ParentType, ContextType, RequireFields<MutationRegisterArgs, 'input'>>;
  removeMember?: Resolver<ResolversTypes['RemoveMemberPayload'], ParentType, ContextType, RequireFields<MutationRemoveMemberArgs, 'input'>>;
  requestPasswordReset?: Resolver<ResolversTypes['RequestPasswordResetPayload'], ParentType, ContextType, RequireFields<MutationRequestPasswordResetArgs, 'input'>>;
  resetPassword?: Resolver<ResolversTypes['ResetPasswordPayload'], ParentType, ContextType, RequireFields<MutationResetPasswordArgs, 'input'>>;
  revokeApiKey?: Resolver<ResolversTypes['RevokeApiKeyPayload'], ParentType, ContextType, RequireFields<MutationRevokeApiKeyArgs, 'input'>>;
  revokeInvitation?: Resolver<ResolversTypes['RevokeInvitationPayload'], ParentType, ContextType, RequireFields<MutationRevokeInvitationArgs, 'input'>>;
  revokeSession?: Resolver<ResolversTypes['RevokeSessionPayload'], ParentType, ContextType, RequireFields<MutationRevokeSessionArgs, 'input'>>;
  rotateApiKey?: Resolver<ResolversTypes['RotateApiKeyPayload'], ParentType, ContextType, RequireFields<MutationRotateApiKeyArgs, 'input'>>;
  rotateSigningKeys?: Resolver<ResolversTypes['RotateSigningKeysPayload'], ParentType, ContextType>;
  setTenantReadOnly?: Resolver<ResolversTypes['SetTenantReadOnlyPayload'], ParentType, ContextType, RequireFields<MutationSetTenantReadOnlyArgs, 'input'>>;
  signIn?: Resolver<ResolversTypes['SignInResult'], ParentType, ContextType, RequireFields<MutationSignInArgs, 'input'>>;
  signOut?: Resolver<ResolversTypes['SignOutPayload'], ParentType, ContextType, Partial<MutationSignOutArgs>>;
  switchTenant?: Resolver<ResolversTypes['SwitchTenantPayload'], ParentType, ContextType, RequireFields<MutationSwitchTenantArgs, 'input'>>;
  verifyEmail?: Resolver<ResolversTypes['VerifyEmailPayload'], ParentType, ContextType, RequireFields<MutationVerifyEmailArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PermissionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Permission'] = ResolversParentTypes['Permission']> = {
  actions?: Resolver<Array<ResolversTypes['PermissionAction']>, ParentType, ContextType>;
  resource?: Resolver<ResolversTypes['ResourceType'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  apiKeyIdentity?: Resolver<Maybe<ResolversTypes['ApiKeyIdentity']>, ParentType, ContextType, RequireFields<QueryApiKeyIdentityArgs, 'secretHash'>>;
  membershipChanges?: Resolver<Array<ResolversTypes['MembershipChange']>, ParentType, ContextType, RequireFields<QueryMembershipChangesArgs, 'first' | 'since'>>;
  sessionState?: Resolver<Maybe<ResolversTypes['SessionState']>, ParentType, ContextType, RequireFields<QuerySessionStateArgs, 'id'>>;
  signingKeys?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  tenant?: Resolver<Maybe<ResolversTypes['Tenant']>, ParentType, ContextType>;
  viewer?: Resolver<Maybe<ResolversTypes['Viewer']>, ParentType, ContextType>;
};

export type ReadOnlyModeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReadOnlyMode'] = ResolversParentTypes['ReadOnlyMode']> = {
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type RefreshTokensPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RefreshTokensPayload'] = ResolversParentTypes['RefreshTokensPayload']> = {
  tokens?: Resolver<ResolversTypes['Tokens'], ParentType, ContextType>;
};

export type RegisterPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RegisterPayload'] = ResolversParentTypes['RegisterPayload']> = {
  accepted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type RemoveMemberPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RemoveMemberPayload'] = ResolversParentTypes['RemoveMemberPayload']> = {
  membership?: Resolver<ResolversTypes['Membership'], ParentType, ContextType>;
};

export type RequestPasswordResetPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RequestPasswordResetPayload'] = ResolversParentTypes['RequestPasswordResetPayload']> = {
  accepted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ResetPasswordPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ResetPasswordPayload'] = ResolversParentTypes['ResetPasswordPayload']> = {
  accepted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type RevokeApiKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevokeApiKeyPayload'] = ResolversParentTypes['RevokeApiKeyPayload']> = {
  apiKey?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType>;
};

export type RevokeInvitationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevokeInvitationPayload'] = ResolversParentTypes['RevokeInvitationPayload']> = {
  invitation?: Resolver<ResolversTypes['Invitation'], ParentType, ContextType>;
};

export type RevokeSessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevokeSessionPayload'] = ResolversParentTypes['RevokeSessionPayload']> = {
  session?: Resolver<ResolversTypes['Session'], ParentType, ContextType>;
};

export type RoleResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Role'] = ResolversParentTypes['Role']> = {
  builtIn?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  permissions?: Resolver<Array<ResolversTypes['Permission']>, ParentType, ContextType>;
};

export type RotateApiKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RotateApiKeyPayload'] = ResolversParentTypes['RotateApiKeyPayload']> = {
  apiKey?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType>;
  secret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RotateSigningKeysPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RotateSigningKeysPayload'] = ResolversParentTypes['RotateSigningKeysPayload']> = {
  activeKeyId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type SessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  current?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  ip?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastUsedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  userAgent?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SessionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SessionConnection'] = ResolversParentTypes['SessionConnection']> = {
  edges?: Resolver<Array<ResolversTypes['SessionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Session']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type SessionEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SessionEdge'] = ResolversParentTypes['SessionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Session'], ParentType, ContextType>;
};

export type SessionStateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SessionState'] = ResolversParentTypes['SessionState']> = {
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  permissionVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  userId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type SetTenantReadOnlyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SetTenantReadOnlyPayload'] = ResolversParentTypes['SetTenantReadOnlyPayload']> = {
  tenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType>;
};

export type SignInResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignInResult'] = ResolversParentTypes['SignInResult']> = {
  __resolveType: TypeResolveFn<'Tokens', ParentType, ContextType>;
};

export type SignOutPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignOutPayload'] = ResolversParentTypes['SignOutPayload']> = {
  accepted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SwitchTenantPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SwitchTenantPayload'] = ResolversParentTypes['SwitchTenantPayload']> = {
  tenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['TenantTokens'], ParentType, ContextType>;
};

export type TenantResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Tenant'] = ResolversParentTypes['Tenant'], FederationReferenceType extends FederationReferenceTypes['Tenant'] = FederationReferenceTypes['Tenant']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Tenant']> | FederationReferenceType, FederationReferenceType, ContextType>;
  apiKeys?: Resolver<ResolversTypes['ApiKeyConnection'], ParentType, ContextType, RequireFields<TenantApiKeysArgs, 'first'>>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  invitations?: Resolver<ResolversTypes['InvitationConnection'], ParentType, ContextType, RequireFields<TenantInvitationsArgs, 'first'>>;
  members?: Resolver<ResolversTypes['MembershipConnection'], ParentType, ContextType, RequireFields<TenantMembersArgs, 'first'>>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  readOnly?: Resolver<Maybe<ResolversTypes['ReadOnlyMode']>, ParentType, ContextType>;
  roles?: Resolver<Array<ResolversTypes['Role']>, ParentType, ContextType>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantTokensResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantTokens'] = ResolversParentTypes['TenantTokens']> = {
  accessToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type TokensResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Tokens'] = ResolversParentTypes['Tokens']> = {
  accessToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  refreshToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type VerifyEmailPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['VerifyEmailPayload'] = ResolversParentTypes['VerifyEmailPayload']> = {
  accepted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ViewerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer']> = {
  apiKey?: Resolver<Maybe<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  membership?: Resolver<Maybe<ResolversTypes['Membership']>, ParentType, ContextType>;
  memberships?: Resolver<ResolversTypes['MembershipConnection'], ParentType, ContextType, RequireFields<ViewerMembershipsArgs, 'first'>>;
  role?: Resolver<Maybe<ResolversTypes['Role']>, ParentType, ContextType>;
  sessions?: Resolver<ResolversTypes['SessionConnection'], ParentType, ContextType, RequireFields<ViewerSessionsArgs, 'first'>>;
  tenant?: Resolver<Maybe<ResolversTypes['Tenant']>, ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  AcceptInvitationPayload?: AcceptInvitationPayloadResolvers<ContextType>;
  ApiKey?: ApiKeyResolvers<ContextType>;
  ApiKeyConnection?: ApiKeyConnectionResolvers<ContextType>;
  ApiKeyEdge?: ApiKeyEdgeResolvers<ContextType>;
  ApiKeyIdentity?: ApiKeyIdentityResolvers<ContextType>;
  ChangeMemberRolePayload?: ChangeMemberRolePayloadResolvers<ContextType>;
  CreateApiKeyPayload?: CreateApiKeyPayloadResolvers<ContextType>;
  CreateTenantPayload?: CreateTenantPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Invitation?: InvitationResolvers<ContextType>;
  InvitationConnection?: InvitationConnectionResolvers<ContextType>;
  InvitationEdge?: InvitationEdgeResolvers<ContextType>;
  InviteMemberPayload?: InviteMemberPayloadResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  LeaveTenantPayload?: LeaveTenantPayloadResolvers<ContextType>;
  Membership?: MembershipResolvers<ContextType>;
  MembershipChange?: MembershipChangeResolvers<ContextType>;
  MembershipConnection?: MembershipConnectionResolvers<ContextType>;
  MembershipEdge?: MembershipEdgeResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Permission?: PermissionResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  ReadOnlyMode?: ReadOnlyModeResolvers<ContextType>;
  RefreshTokensPayload?: RefreshTokensPayloadResolvers<ContextType>;
  RegisterPayload?: RegisterPayloadResolvers<ContextType>;
  RemoveMemberPayload?: RemoveMemberPayloadResolvers<ContextType>;
  RequestPasswordResetPayload?: RequestPasswordResetPayloadResolvers<ContextType>;
  ResetPasswordPayload?: ResetPasswordPayloadResolvers<ContextType>;
  RevokeApiKeyPayload?: RevokeApiKeyPayloadResolvers<ContextType>;
  RevokeInvitationPayload?: RevokeInvitationPayloadResolvers<ContextType>;
  RevokeSessionPayload?: RevokeSessionPayloadResolvers<ContextType>;
  Role?: RoleResolvers<ContextType>;
  RotateApiKeyPayload?: RotateApiKeyPayloadResolvers<ContextType>;
  RotateSigningKeysPayload?: RotateSigningKeysPayloadResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  SessionConnection?: SessionConnectionResolvers<ContextType>;
  SessionEdge?: SessionEdgeResolvers<ContextType>;
  SessionState?: SessionStateResolvers<ContextType>;
  SetTenantReadOnlyPayload?: SetTenantReadOnlyPayloadResolvers<ContextType>;
  SignInResult?: SignInResultResolvers<ContextType>;
  SignOutPayload?: SignOutPayloadResolvers<ContextType>;
  SwitchTenantPayload?: SwitchTenantPayloadResolvers<ContextType>;
  Tenant?: TenantResolvers<ContextType>;
  TenantTokens?: TenantTokensResolvers<ContextType>;
  Tokens?: TokensResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  VerifyEmailPayload?: VerifyEmailPayloadResolvers<ContextType>;
  Viewer?: ViewerResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  cacheControl?: CacheControlDirectiveResolver<any, any, ContextType>;
};
