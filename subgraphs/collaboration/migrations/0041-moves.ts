import { defineMigration } from '@graphmemory/database/module.ts'

/** A document that moves to another space leaves an audit record; and documents of a space are found. */
export const movesMigration = defineMigration({
  name: '0041-moves',
  up: [
    `create constraint trigger audited_move after update of space_id on collab.document
      deferrable initially deferred for each row
      when (old.space_id is distinct from new.space_id and not audit.is_recorded())
      execute function audit.demand_record()`,
    'create index document_space on collab.document (tenant_id, space_id) where space_id is not null',
  ],
  down: ['drop index collab.document_space', 'drop trigger audited_move on collab.document'],
})
