import { defineMigration } from '@graphmemory/database/module.ts'

/** The trace in which a record was written, so that its sealing can be told in it. It is no part of the record. */
export const outboxTraceMigration = defineMigration({
  name: '0002-outbox-trace',
  up: ['alter table audit.outbox add column trace text', 'grant insert (trace) on audit.outbox to public'],
  down: ['alter table audit.outbox drop column trace'],
})
