import { audited } from '@graphmemory/audit-outbox/audited.ts'
import { defineMigration } from '@graphmemory/database/module.ts'
import {
  crossTenantPolicy,
  currentTenant,
  currentUser,
  doorRole,
  tenantTable,
} from '@graphmemory/database/tenant-table.ts'

const secured = (table: string): string[] => [
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`,
]

/** What is looked up before a tenant is known: people, their secrets and sessions, by what they present. */
const loginDoor = [
  ...doorRole('gm_auth_login'),
  'grant usage on schema auth to gm_auth_login',
  'grant select, insert on auth.user to gm_auth_login',
  'grant update (permission_version) on auth.user to gm_auth_login',
  'grant select, insert on auth.email_address, auth.credential to gm_auth_login',
  'grant update (password_hash, changed_at) on auth.credential to gm_auth_login',
  'grant select, insert, delete on auth.registration, auth.password_reset to gm_auth_login',
  'grant update (used_at) on auth.registration, auth.password_reset to gm_auth_login',
  'grant select, insert on auth.session, auth.refresh_token to gm_auth_login',
  'grant update (last_used_at, ended_at) on auth.session to gm_auth_login',
  'grant update (used_at, successor_sealed) on auth.refresh_token to gm_auth_login',
  'grant select on auth.tenant, auth.membership to gm_auth_login',
  'grant select (id, tenant_id, token_hash, email) on auth.invitation to gm_auth_login',
  'grant select (id, tenant_id, secret_hash, scopes, created_by, expires_at, revoked_at, last_used_at) on auth.api_key to gm_auth_login',
  'grant update (last_used_at) on auth.api_key to gm_auth_login',
  'grant select, insert, update, delete on auth.attempt to gm_auth_login',
  'grant insert on auth.mail to gm_auth_login',
  ...[
    'user',
    'email_address',
    'credential',
    'registration',
    'password_reset',
    'session',
    'refresh_token',
    'tenant',
    'membership',
    'invitation',
    'api_key',
    'attempt',
    'mail',
  ].map((table) => crossTenantPolicy(`auth.${table}`, 'gm_auth_login')),
]

const keysDoor = [
  ...doorRole('gm_auth_keys'),
  'grant usage on schema auth to gm_auth_keys',
  'grant select, insert, update on auth.signing_key to gm_auth_keys',
  crossTenantPolicy('auth.signing_key', 'gm_auth_keys'),
]

/** Sends mail and takes away what has lapsed; its policies show it nothing that has not. */
const workerDoor = [
  ...doorRole('gm_auth_worker'),
  'grant usage on schema auth to gm_auth_worker',
  'grant select, delete on auth.mail to gm_auth_worker',
  'grant update (kind, sealed, due_at, attempts, sent_at, failed_at) on auth.mail to gm_auth_worker',
  crossTenantPolicy('auth.mail', 'gm_auth_worker'),
  'grant select (email) on auth.email_address to gm_auth_worker',
  crossTenantPolicy('auth.email_address', 'gm_auth_worker'),
  ...['registration', 'password_reset', 'refresh_token', 'session'].flatMap((table) => [
    `grant select (expires_at), delete on auth.${table} to gm_auth_worker`,
    `create policy ${table}_lapsed on auth.${table} to gm_auth_worker using (expires_at < now())`,
  ]),
  'grant select (last_at), delete on auth.attempt to gm_auth_worker',
  `create policy attempt_old on auth.attempt to gm_auth_worker using (last_at < now() - interval '1 day')`,
]

const isOrWasMember = (userId: string) =>
  `exists (select from auth.membership m where m.tenant_id = ${currentTenant} and m.user_id = ${userId})`
const isMember = (userId: string) =>
  `exists (select from auth.membership m where m.tenant_id = ${currentTenant} and m.user_id = ${userId} and m.ended_at is null)`

export const authMigration = defineMigration({
  name: '0001-auth',
  up: [
    'create schema auth',
    'grant usage on schema auth to gm_app',

    // People
    `create table auth.user (
      id text primary key,
      name text not null check (length(name) between 1 and 200),
      permission_version integer not null default 1,
      created_at timestamptz not null default now()
    )`,
    // Apart from the person, so that whoever left a tenant keeps the name there and not the address.
    `create table auth.email_address (
      user_id text primary key references auth.user (id),
      email text not null unique,
      verified_at timestamptz not null default now()
    )`,
    `create table auth.credential (
      user_id text primary key references auth.user (id),
      password_hash text not null,
      changed_at timestamptz not null default now()
    )`,
    // An account begins when the address is proven: until then there is only the wish, and several may wish for one address.
    `create table auth.registration (
      token_hash text primary key,
      email text not null,
      name text not null,
      password_hash text not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      used_at timestamptz
    )`,
    'create index registration_email on auth.registration (email)',
    `create table auth.password_reset (
      token_hash text primary key,
      email text not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      used_at timestamptz
    )`,
    'create index password_reset_email on auth.password_reset (email)',

    // Tenants
    `create table auth.tenant (
      id text primary key,
      slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) between 3 and 40),
      name text not null check (length(name) between 1 and 200),
      created_at timestamptz not null default now()
    )`,
    `create table auth.membership (
      id text primary key,
      tenant_id text not null references auth.tenant (id),
      user_id text not null references auth.user (id),
      role text not null,
      created_at timestamptz not null default now(),
      ended_at timestamptz,
      unique (tenant_id, user_id)
    )`,
    'create index membership_user on auth.membership (user_id)',
    `create table auth.invitation (
      id text primary key,
      tenant_id text not null references auth.tenant (id),
      email text not null,
      role text not null,
      token_hash text not null unique,
      invited_by text not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      accepted_at timestamptz,
      revoked_at timestamptz,
      foreign key (tenant_id, invited_by) references auth.membership (tenant_id, user_id)
    )`,
    'create index invitation_tenant on auth.invitation (tenant_id, id)',
    'create unique index invitation_open on auth.invitation (tenant_id, email) where accepted_at is null and revoked_at is null',
    `create table auth.api_key (
      id text primary key,
      tenant_id text not null references auth.tenant (id),
      name text not null check (length(name) between 1 and 200),
      hint text not null,
      secret_hash text not null unique,
      scopes text[] not null,
      created_by text not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz,
      revoked_at timestamptz,
      last_used_at timestamptz,
      replaced_by_id text,
      unique (tenant_id, id),
      foreign key (tenant_id, created_by) references auth.membership (tenant_id, user_id),
      foreign key (tenant_id, replaced_by_id) references auth.api_key (tenant_id, id)
    )`,

    // Sessions
    `create table auth.session (
      id text primary key,
      user_id text not null references auth.user (id),
      created_at timestamptz not null default now(),
      last_used_at timestamptz not null default now(),
      expires_at timestamptz not null,
      ended_at timestamptz,
      ip text,
      network text not null,
      user_agent text
    )`,
    'create index session_of_user on auth.session (user_id, id)',
    `create table auth.refresh_token (
      token_hash text primary key,
      session_id text not null references auth.session (id) on delete cascade,
      tenant_id text references auth.tenant (id),
      issued_at timestamptz not null default now(),
      expires_at timestamptz not null,
      used_at timestamptz,
      successor_sealed text
    )`,
    'create index refresh_token_session on auth.refresh_token (session_id)',

    // The installation's own
    `create table auth.signing_key (
      id text primary key,
      state text not null check (state in ('next', 'active', 'retiring', 'retired')),
      public_jwk jsonb not null,
      private_sealed text check ((private_sealed is null) = (state = 'retired')),
      created_at timestamptz not null default now(),
      activated_at timestamptz,
      retiring_at timestamptz,
      retired_at timestamptz
    )`,
    `create unique index signing_key_one on auth.signing_key (state) where state in ('next', 'active')`,
    `create table auth.mail (
      id text primary key,
      kind text not null,
      recipient text not null,
      sealed text,
      created_at timestamptz not null default now(),
      due_at timestamptz not null default now(),
      attempts integer not null default 0,
      sent_at timestamptz,
      failed_at timestamptz
    )`,
    'create index mail_due on auth.mail (due_at) where sent_at is null and failed_at is null',
    'create index mail_recipient on auth.mail (recipient)',
    // Counters, not facts: they may be lost in a crash. They and the queue of mail are written without an audit record.
    `create unlogged table auth.attempt (
      key text primary key,
      count integer not null,
      last_at timestamptz not null,
      free_at timestamptz not null
    )`,

    // What a request sees: its tenant's rows, and what is the caller's own.
    ...['user', 'email_address', 'credential', 'registration', 'password_reset', 'session', 'refresh_token'].flatMap(
      (table) => secured(`auth.${table}`),
    ),
    ...['tenant', 'membership', 'signing_key', 'mail', 'attempt'].flatMap((table) => secured(`auth.${table}`)),
    'grant select on auth.user to gm_app',
    'grant update (permission_version) on auth.user to gm_app',
    `create policy user_visible on auth.user to gm_app using (id = ${currentUser} or ${isOrWasMember('"user".id')})`,
    'grant select on auth.email_address to gm_app',
    `create policy email_address_visible on auth.email_address to gm_app
      using (user_id = ${currentUser} or ${isMember('email_address.user_id')})`,
    'grant select, insert on auth.tenant to gm_app',
    'grant update (name) on auth.tenant to gm_app',
    `create policy tenant_select on auth.tenant for select to gm_app using (id = ${currentTenant} or exists (
      select from auth.membership m where m.tenant_id = tenant.id and m.user_id = ${currentUser} and m.ended_at is null))`,
    `create policy tenant_insert on auth.tenant for insert to gm_app with check (id = ${currentTenant})`,
    `create policy tenant_update on auth.tenant for update to gm_app using (id = ${currentTenant})`,
    'grant select, insert on auth.membership to gm_app',
    'grant update (role, created_at, ended_at) on auth.membership to gm_app',
    `create policy membership_select on auth.membership for select to gm_app
      using (tenant_id = ${currentTenant} or user_id = ${currentUser})`,
    `create policy membership_insert on auth.membership for insert to gm_app with check (tenant_id = ${currentTenant})`,
    `create policy membership_update on auth.membership for update to gm_app using (tenant_id = ${currentTenant})`,
    ...tenantTable('auth.invitation', ['insert']),
    'grant select (id, tenant_id, email, role, invited_by, created_at, expires_at, accepted_at, revoked_at) on auth.invitation to gm_app',
    'grant update (accepted_at, revoked_at) on auth.invitation to gm_app',
    ...tenantTable('auth.api_key', ['insert']),
    `grant select (id, tenant_id, name, hint, scopes, created_by, created_at, expires_at, revoked_at, last_used_at, replaced_by_id)
      on auth.api_key to gm_app`,
    'grant update (expires_at, revoked_at, replaced_by_id) on auth.api_key to gm_app',
    'grant select on auth.session to gm_app',
    `create policy session_own on auth.session for select to gm_app using (user_id = ${currentUser})`,
    'grant insert on auth.mail to gm_app',
    'create policy mail_insert on auth.mail for insert to gm_app with check (true)',

    ...loginDoor,
    ...keysDoor,
    ...workerDoor,

    // A tenant never loses its last owner, also where two go at once: each waits for the other, then counts.
    `create function auth.keep_an_owner() returns trigger language plpgsql set search_path = '' as $$ begin
      perform from auth.tenant where id = old.tenant_id for update;
      if not exists (select from auth.membership where tenant_id = old.tenant_id and role = 'owner' and ended_at is null) then
        raise exception 'tenant % would have no owner', old.tenant_id using errcode = 'integrity_constraint_violation';
      end if;
      return null;
    end $$`,
    `create trigger keep_an_owner after update on auth.membership for each row
      when (old.role = 'owner' and old.ended_at is null) execute function auth.keep_an_owner()`,
    ...[
      'user',
      'email_address',
      'credential',
      'registration',
      'password_reset',
      'tenant',
      'membership',
      'invitation',
      'api_key',
      'session',
      'refresh_token',
      'signing_key',
    ].flatMap((table) => audited(`auth.${table}`)),
  ],
  down: ['drop schema auth cascade'],
})
