import type { DatabaseModule } from '@graphmemory/database/module.ts'
import { documentsMigration } from '../migrations/0001-documents.ts'
import { historyMigration } from '../migrations/0010-history.ts'
import { versionsMigration } from '../migrations/0011-versions.ts'
import { rolesMigration } from '../migrations/0012-roles.ts'
import { locksMigration } from '../migrations/0013-locks.ts'
import { appendEntriesMigration } from '../migrations/0014-append-entries.ts'
import { commentsMigration } from '../migrations/0020-comments.ts'
import { activityHeadsMigration } from '../migrations/0021-activity-heads.ts'
import { suggestionsMigration } from '../migrations/0022-suggestions.ts'
import { freeDocumentsMigration } from '../migrations/0030-free-documents.ts'
import { versionActivityMigration } from '../migrations/0031-version-activity.ts'
import { singleCallsMigration } from '../migrations/0032-single-calls.ts'
import { writeProbeMigration } from '../migrations/0040-write-probe.ts'
import { movesMigration } from '../migrations/0041-moves.ts'
import { membershipCursorMigration } from '../migrations/0042-membership-cursor.ts'
import { voucherKeysMigration } from '../migrations/0043-voucher-keys.ts'

/** What collaboration keeps in the database. The audit outbox comes before it. */
export const collaborationModule: DatabaseModule = {
  name: 'collaboration',
  entities: [],
  migrations: [
    documentsMigration,
    historyMigration,
    versionsMigration,
    rolesMigration,
    locksMigration,
    appendEntriesMigration,
    commentsMigration,
    activityHeadsMigration,
    suggestionsMigration,
    freeDocumentsMigration,
    versionActivityMigration,
    singleCallsMigration,
    writeProbeMigration,
    movesMigration,
    membershipCursorMigration,
    voucherKeysMigration,
  ],
}
