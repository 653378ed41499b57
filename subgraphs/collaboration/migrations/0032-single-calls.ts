import { defineMigration } from '@graphmemory/database/module.ts'
import { confinedFunction } from '@graphmemory/database/tenant-table.ts'

/**
 * What is done for every live document every few seconds, each as one statement that is the whole transaction: where it
 * lies, what of it is to be brought into the graph, and that this has been done.
 */
export const singleCallsMigration = defineMigration({
  name: '0032-single-calls',
  up: [
    ...confinedFunction({
      name: 'collab.place_of',
      parameters: ['wanted text'],
      returns: 'table (memory_id text, space_id text)',
      body: `return query select memory_id, space_id from collab.document where id = wanted and deleted_at is null;`,
    }),
    // The editors are those of the entries that the graph has not seen, up to one.
    ...confinedFunction({
      name: 'collab.unprojected',
      parameters: ['wanted text', 'at_epoch integer', 'up_to integer'],
      returns: 'table (memory_id text, editors text[])',
      body: `
        return query select d.memory_id, array(
          select distinct s.actor_id from collab.entry e join collab.session s on s.id = e.session_id
          where e.document_id = d.id and e.epoch = d.epoch and e.seq > d.projected_seq and e.seq <= up_to
            and s.actor_kind = 'user')
        from collab.document d where d.id = wanted and d.epoch = at_epoch;`,
    }),
    // A title only where it is newer than the one that stands there.
    ...confinedFunction({
      name: 'collab.note_projection',
      parameters: ['wanted text', 'at_epoch integer', 'up_to integer', 'new_title text'],
      returns: 'table (id text)',
      body: `
        return query update collab.document d set
          projected_seq = greatest(d.projected_seq, up_to),
          unprojected_since = case when d.head_seq > up_to then now() end,
          title = case when d.projected_seq < up_to then coalesce(new_title, d.title) else d.title end
        where d.id = wanted and d.epoch = at_epoch returning d.id;`,
    }),
  ],
  down: [
    'drop function collab.place_of(text, text)',
    'drop function collab.unprojected(text, text, integer, integer)',
    'drop function collab.note_projection(text, text, integer, integer, text)',
  ],
})
