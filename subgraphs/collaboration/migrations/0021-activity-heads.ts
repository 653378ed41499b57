import { defineMigration } from '@graphmemory/database/module.ts'
import { crossTenantPolicy } from '@graphmemory/database/tenant-table.ts'

/** Each node looks for activity whose news it has missed, across tenants. */
export const activityHeadsMigration = defineMigration({
  name: '0021-activity-heads',
  up: [
    crossTenantPolicy('collab.activity_head', 'gm_collaboration'),
    'grant select (document_id, seq) on collab.activity_head to gm_collaboration',
  ],
  down: [
    'revoke select (document_id, seq) on collab.activity_head from gm_collaboration',
    'drop policy collab_activity_head_gm_collaboration on collab.activity_head',
  ],
})
