import { defineMigration } from '@graphmemory/database/module.ts'
import { confinedFunction } from '@graphmemory/database/tenant-table.ts'

/**
 * Stores a group of one tenant's entries with their audit records: the whole transaction of a group commit, in one round
 * trip, and planned once a connection. Numbers are given out under the lock of each document's row, which all nodes take in
 * the same order. Answers the numbers of those whose document is there, in the epoch they were made in.
 *
 * `fences` names the locks that sessions must hold, or is null. Whoever takes a lock must lock the document's row first:
 * between its being looked at here and the commit, nobody can. One that is not held raises GM001.
 */
export const appendEntriesMigration = defineMigration({
  name: '0014-append-entries',
  up: confinedFunction({
    name: 'collab.append_entries',
    parameters: ['entries json', 'records json', 'fences json'],
    returns: 'table (n integer, seq integer)',
    body: `
        if fences is not null then
          perform from collab.document where id in (
            select document_id from json_to_recordset(entries) as b(document_id text)
          ) order by id for update;
          if exists (
            select from json_to_recordset(fences) as f(document_id text, session_id text, element text, token integer)
            where not exists (
              select from collab.element_lock l
              where l.document_id = f.document_id and l.element = f.element and l.token = f.token
                and l.session_id = f.session_id and l.expires_at > clock_timestamp()
            )
          ) then
            raise exception 'a lock is lost' using errcode = 'GM001';
          end if;
        end if;
        perform audit.record(records);
        return query with batch as materialized (
          select * from json_to_recordset(entries)
            as b(n integer, document_id text, epoch integer, session_id text, batch_id text, payload text)
        ), added as (
          select document_id, epoch, count(*)::integer as count from batch group by document_id, epoch
        ), locked as materialized (
          select id from collab.document where id in (select document_id from added) order by id for update
        ), head as (
          update collab.document d
          set head_seq = d.head_seq + a.count, edited_at = now(), unprojected_since = coalesce(d.unprojected_since, now())
          from added a join locked l on l.id = a.document_id
          where d.id = a.document_id and d.epoch = a.epoch
          returning d.id, d.tenant_id, d.epoch, d.head_seq - a.count as base
        ), numbered as (
          select b.*, h.tenant_id, h.base + row_number() over (partition by b.document_id order by b.n)::integer as seq
          from batch b join head h on h.id = b.document_id and h.epoch = b.epoch
        ), stored as (
          insert into collab.entry (tenant_id, document_id, epoch, seq, session_id, batch_id, payload)
          select tenant_id, document_id, epoch, seq, session_id, batch_id, decode(payload, 'base64') from numbered
        )
        select n, seq from numbered;`,
  }),
  down: ['drop function collab.append_entries(text, json, json, json)', 'revoke usage on schema collab from public'],
})
