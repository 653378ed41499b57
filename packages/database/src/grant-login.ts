import type { Connection } from './connection.ts'
import { openOrm } from './open-orm.ts'

/**
 * Makes sure that the login of a service URL exists, owns nothing and can only be what `gm_service` may switch to.
 * `owner` must be allowed to create roles where the login is missing. Throws where the login could bypass row-level security.
 */
export async function grantLogin(owner: Connection, serviceUrl: string): Promise<void> {
  const { username, password } = new URL(serviceUrl)
  const name = decodeURIComponent(username)
  const orm = await openOrm(owner, [])
  try {
    const em = orm.em.fork()
    const [login] = await em.execute<{ rolsuper: boolean; rolbypassrls: boolean }[]>(
      'select rolsuper, rolbypassrls from pg_roles where rolname = ?',
      [name],
    )
    if (login?.rolsuper === true || login?.rolbypassrls === true) {
      throw new Error(`the login "${name}" bypasses row-level security: use one that owns nothing`)
    }
    // The server quotes names and the password; roles cannot be named by parameters.
    const statements =
      login === undefined
        ? `format('create role %I login noinherit nobypassrls password %L', ?::text, ?::text)`
        : `format('alter role %I noinherit', ?::text, ?::text)`
    const [made] = await em.execute<{ sql: string }[]>(`select ${statements} as sql`, [
      name,
      decodeURIComponent(password),
    ])
    if (made !== undefined) await em.execute(made.sql)
    const [granted] = await em.execute<{ sql: string }[]>(`select format('grant gm_service to %I', ?::text) as sql`, [
      name,
    ])
    if (granted !== undefined) await em.execute(granted.sql)
  } finally {
    await orm.close()
  }
}
