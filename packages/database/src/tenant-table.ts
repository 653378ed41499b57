/**
 * SQL statements that confine a table with a `tenant_id` column to one tenant: row-level security, forced, with a policy
 * for `gm_app`, and the rights that `gm_app` gets. Without a tenant set, the comparison is with NULL: no row.
 */
export function tenantTable(
  table: string,
  rights: readonly ('select' | 'insert' | 'update' | 'delete')[] = ['select', 'insert', 'update', 'delete'],
): string[] {
  const policy = `${table.replace('.', '_')}_tenant`
  return [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy ${policy} on ${table} to gm_app using (tenant_id = ${currentTenant}) with check (tenant_id = ${currentTenant})`,
    `grant ${rights.join(', ')} on ${table} to gm_app`,
  ]
}

/** SQL of the tenant, and of the user, that the running transaction is confined to; NULL where there is none. */
export const currentTenant = `nullif(current_setting('app.tenant_id', true), '')`
export const currentUser = `nullif(current_setting('app.user_id', true), '')`
/**
 * SQL of who looks, for policies that confine rows within a tenant: the id of a person or a key; `*` for who may manage the
 * tenant's memories and for the system's own work, who see everything; NULL for nobody.
 */
export const currentViewer = `nullif(current_setting('app.viewer', true), '')`

/**
 * SQL statements that make a function which is a door of its own: `Database.callWithTenantId` calls it as a whole
 * transaction in one round trip, and it confines itself first, as `withTenantId` is confined, to the tenant of its first
 * argument, `tenant`. It runs with the rights of whoever calls it, who must be allowed to be `gm_app`.
 *
 * `body` is in PL/pgSQL; names in it mean columns before they mean results.
 */
export function confinedFunction(definition: {
  readonly name: `${string}.${string}`
  /** Those after `tenant`, with their types. */
  readonly parameters: readonly string[]
  readonly returns: string
  readonly body: string
}): string[] {
  const { name, parameters, returns, body } = definition
  const [schema] = name.split('.')
  return [
    `create function ${name}(tenant text, ${parameters.join(', ')}) returns ${returns} language plpgsql as $$
      #variable_conflict use_column
      begin
        perform set_config('role', 'gm_app', true), set_config('app.tenant_id', tenant, true),
          set_config('app.user_id', '', true), set_config('app.viewer', '*', true);
        ${body}
      end $$`,
    // A login has no rights of its own before it is confined, not even to find the function by its name.
    `grant usage on schema ${schema} to public`,
  ]
}

/**
 * SQL statements that make a role for one of the few doors that look across tenants. It may do only what is granted to
 * it by name, on tables whose policies name it; `gm_service`, the role of every login, may switch to it.
 */
export function doorRole(role: `gm_${string}`): string[] {
  return [
    `do $$ begin create role ${role} nologin; exception when duplicate_object or unique_violation then null; end $$`,
    `grant ${role} to gm_service`,
  ]
}

/** A policy by which a door's role sees every tenant's rows of a table; grants are given beside it. */
export const crossTenantPolicy = (table: string, role: `gm_${string}`): string =>
  `create policy ${table.replace('.', '_')}_${role} on ${table} to ${role} using (true) with check (true)`
