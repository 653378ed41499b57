import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import kuzu from 'kuzu'

/** Kuzu on the file of a tenant of a closed engine, asked directly by a prepared statement. */
export async function plainKuzu(folder: string, tenant: string) {
  const generation = await readFile(join(folder, tenant, 'CURRENT'), 'utf8')
  const database = new kuzu.Database(join(folder, tenant, generation, 'graph'), 2 ** 28, true, true, 2 ** 35)
  const connection = new kuzu.Connection(database, 2)
  await connection.init()
  const statement = await connection.prepare(
    'MATCH (a:Memory {id: $id})-[r:Relation*1..2]-(b:Memory) RETURN DISTINCT b.id AS id LIMIT 100',
  )
  return {
    twoHops(id: string): number {
      const results = connection.executeSync(statement, { id })
      const result = Array.isArray(results) ? results[0] : results
      const count = result?.getAllSync().length ?? 0
      result?.close()
      return count
    },
    async close() {
      await connection.close()
      await database.close()
    },
  }
}
