import type { DatabaseModule } from '@graphmemory/database/module.ts'
import { memoriesMigration } from '../migrations/0001-memories.ts'
import { externalIdsMigration } from '../migrations/0002-external-ids.ts'
import { bulkWritesMigration } from '../migrations/0003-bulk-writes.ts'
import { embeddingsMigration } from '../migrations/0010-embeddings.ts'
import { recallReceiptsMigration } from '../migrations/0011-recall-receipts.ts'
import { analysesMigration } from '../migrations/0012-analyses.ts'
import { factsMigration } from '../migrations/0020-facts.ts'
import { pastRelationsMigration } from '../migrations/0021-past-relations.ts'
import { mergesMigration } from '../migrations/0022-merges.ts'
import { memoryTypesMigration } from '../migrations/0030-memory-types.ts'
import { attachmentsMigration } from '../migrations/0031-attachments.ts'
import { spacesMigration } from '../migrations/0032-spaces.ts'
import { setChecksMigration } from '../migrations/0040-set-checks.ts'
import { spaceNamesMigration } from '../migrations/0041-space-names.ts'
import { importRunsMigration } from '../migrations/0042-import-runs.ts'
import { distinctEndsMigration } from '../migrations/0043-distinct-ends.ts'
import { membershipCursorMigration } from '../migrations/0044-membership-cursor.ts'
import { answeredRequestsMigration } from '../migrations/0045-answered-requests.ts'
import { changesOfOldMigration } from '../migrations/0046-changes-of-old.ts'
import { statisticsMigration } from '../migrations/0047-statistics.ts'
import { smallerSamplesMigration } from '../migrations/0048-smaller-samples.ts'
import { logAsToldMigration } from '../migrations/0049-log-as-told.ts'
import { memoryEntity, relationEntity } from './entities.ts'
import { memoryTypeEntity } from './memory-types/memory-type.ts'

/** What memory-graph keeps: the schema `graph`. It comes after the audit outbox. */
export const memoryGraphModule: DatabaseModule = {
  name: 'memory-graph',
  entities: [memoryEntity, relationEntity, memoryTypeEntity],
  migrations: [
    memoriesMigration,
    externalIdsMigration,
    bulkWritesMigration,
    embeddingsMigration,
    recallReceiptsMigration,
    analysesMigration,
    factsMigration,
    pastRelationsMigration,
    mergesMigration,
    memoryTypesMigration,
    attachmentsMigration,
    spacesMigration,
    setChecksMigration,
    spaceNamesMigration,
    importRunsMigration,
    distinctEndsMigration,
    membershipCursorMigration,
    answeredRequestsMigration,
    changesOfOldMigration,
    statisticsMigration,
    smallerSamplesMigration,
    logAsToldMigration,
  ],
}
