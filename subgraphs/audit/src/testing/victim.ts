import { openDatabase } from '@graphmemory/database/database.ts'
import type { Connection } from '@graphmemory/database/connection.ts'
import { openEmbedded } from '@graphmemory/database/open-embedded.ts'
import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { openEventBus } from '@graphmemory/events/open-event-bus.ts'
import { createKeyRing } from '@graphmemory/sealing/key-ring.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { createMetrics } from '@graphmemory/telemetry/create-metrics.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { audit } from '../subgraph.ts'
import { readConfig } from '../config.ts'
import { startSequencer } from '../sequencer.ts'
import { openSigner } from '../signing-key.ts'

/**
 * A process to be killed: it writes audit records for several tenants, some of them rolled back, and seals what it
 * finds. On its output: `ready`, a line for each record that is committed (`kept TENANT ID`), and one for each that is
 * about to be rolled back (`dropped ID`).
 */
const [, , tenantList = '', place = '', keys = ''] = process.argv
const tenants = tenantList.split(',')
const connection: Connection = place.startsWith('postgres:')
  ? { kind: 'server', url: place, poolSize: 6 }
  : { kind: 'embedded', pglite: await openEmbedded({ folder: place }) }
if (connection.kind === 'embedded') await connection.pglite.exec('set role gm_service')
const database = await openDatabase(connection, audit.modules)
const log = createLog({ name: 'victim', level: 'silent' })
const config = readConfig({ KEY_ENCRYPTION_KEYS: keys, AUDIT_ORIGIN: 'example.test', AUDIT_POLL_MS: '10' })
const keyRing = createKeyRing(config.keyEncryptionKeys)
const events = await openEventBus(undefined, log)
await startSequencer({
  database,
  events,
  log,
  metrics: createMetrics(),
  keyRing,
  signer: await openSigner(database, keyRing),
  originOf: (tenantId) => `${config.origin}/${tenantId}`,
  pollMs: config.pollMs,
  batch: 7,
})

const say = (line: string) => process.stdout.write(`${line}\n`)

async function write(tenantId: string): Promise<void> {
  for (let n = 0; n < 100; n++) {
    const viewer = userIdentity({ tenantId, userId: `usr_${n % 5}` })
    const records = 1 + (n % 3)
    const kept: string[] = []
    await database
      .withTenant(viewer, async (em) => {
        for (let i = 0; i < records; i++)
          kept.push(
            await recordAudit(em, viewer, { type: 'data_modification', action: 'memory.create', details: { n, i } }),
          )
        if (n % 4 !== 3) return
        say(kept.map((id) => `dropped ${id}`).join('\n'))
        throw new Rollback()
      })
      .then(() => say(kept.map((id) => `kept ${tenantId} ${id}`).join('\n')))
      .catch((error: unknown) => {
        if (!(error instanceof Rollback)) throw error
      })
    events.publish('audit.recorded', { tenantId })
  }
}
class Rollback extends Error {}

say('ready')
await Promise.all(tenants.map(write))
