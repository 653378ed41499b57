import type { Em } from '@graphmemory/database/database.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import { toVerifierKey } from './checkpoint-note.ts'
import type { Context } from './context.ts'
import type { AuditLog } from './schema.generated.ts'

/** The name of the log of the viewer's tenant, and the keys that its checkpoints are checked with. */
export const describeLog = (context: Context): Promise<AuditLog> =>
  context.withLog((em) => readLogDescription(em, context.originOf(tenantOf(context.viewer))))

/** `origin` is the name that the log would get; one that exists keeps the name it was made with. */
export async function readLogDescription(em: Em, origin: string): Promise<AuditLog> {
  const [log] = await em.execute<{ origin: string }[]>('select origin from audit.log')
  const keys = await em.execute<{ publicKey: Uint8Array }[]>(
    'select public_key as "publicKey" from audit.signing_key order by created_at desc, id desc',
  )
  const name = log?.origin ?? origin
  return { origin: name, verifierKeys: keys.map(({ publicKey }) => toVerifierKey(name, publicKey)) }
}
