import type { Em } from '@graphmemory/database/database.ts'

/**
 * Which tenants are read-only, and whether the transaction of `em` can write: not on a server that only lets itself be read,
 * and not where its one row cannot be written or committed, which throws. Who finds another node at it leaves it to that.
 */
export async function probeWrites(em: Em): Promise<{ isWritable: boolean; readOnlyTenants: string[] }> {
  const [server] = await em.execute<{ mode: string; tenants: string[] }[]>(
    `select current_setting('transaction_read_only') as mode,
       array(select tenant_id from audit.read_only_tenant) as tenants`,
  )
  const isWritable = server?.mode === 'off'
  if (isWritable) {
    await em.execute(
      `update collab.write_probe set at = clock_timestamp()
       where id = (select id from collab.write_probe for update skip locked)`,
      [],
      'run',
    )
  }
  return { isWritable, readOnlyTenants: server?.tenants ?? [] }
}
