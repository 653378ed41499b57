import { defineEntity, p, type InferEntity } from '@mikro-orm/core'

// What a request may read in its own tenant. Row-level security is in migrations/, the secrets behind the other doors.

/** A column that requests may not read: only for its sake are the others selected by name and not by `*`. */
const unread = () => p.string().nullable().lazy().hidden()

const User = defineEntity({
  name: 'User',
  schema: 'auth',
  tableName: 'user',
  properties: {
    id: p.string().primary(),
    name: p.string(),
    permissionVersion: p.integer(),
    createdAt: p.datetime(),
  },
})

export const Tenant = defineEntity({
  name: 'Tenant',
  schema: 'auth',
  tableName: 'tenant',
  properties: {
    id: p.string().primary(),
    slug: p.string(),
    name: p.string(),
    createdAt: p.datetime(),
  },
})
export type Tenant = InferEntity<typeof Tenant>

export const Membership = defineEntity({
  name: 'Membership',
  schema: 'auth',
  tableName: 'membership',
  properties: {
    id: p.string().primary(),
    tenantId: p.string(),
    userId: p.string(),
    role: p.string(),
    createdAt: p.datetime(),
    endedAt: p.datetime().nullable(),
  },
})
export type Membership = InferEntity<typeof Membership>

export const Invitation = defineEntity({
  name: 'Invitation',
  schema: 'auth',
  tableName: 'invitation',
  properties: {
    id: p.string().primary(),
    tenantId: p.string(),
    email: p.string(),
    role: p.string(),
    invitedBy: p.string(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
    acceptedAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
    tokenHash: unread(),
  },
})
export type Invitation = Omit<InferEntity<typeof Invitation>, 'tokenHash'>

export const ApiKey = defineEntity({
  name: 'ApiKey',
  schema: 'auth',
  tableName: 'api_key',
  properties: {
    id: p.string().primary(),
    tenantId: p.string(),
    name: p.string(),
    hint: p.string(),
    scopes: p.array(),
    createdBy: p.string(),
    createdAt: p.datetime(),
    expiresAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
    lastUsedAt: p.datetime().nullable(),
    replacedById: p.string().nullable(),
    secretHash: unread(),
  },
})
export type ApiKey = Omit<InferEntity<typeof ApiKey>, 'secretHash'>

export const Session = defineEntity({
  name: 'Session',
  schema: 'auth',
  tableName: 'session',
  properties: {
    id: p.string().primary(),
    userId: p.string(),
    createdAt: p.datetime(),
    lastUsedAt: p.datetime(),
    expiresAt: p.datetime(),
    endedAt: p.datetime().nullable(),
    ip: p.string().nullable(),
    userAgent: p.string().nullable(),
  },
})
export type Session = InferEntity<typeof Session>

export const entities = [User, Tenant, Membership, Invitation, ApiKey, Session]
