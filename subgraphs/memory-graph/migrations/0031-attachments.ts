import { defineMigration } from '@graphmemory/database/module.ts'

/** Files elsewhere that belong to a memory, by their addresses: they are part of it, and are read and written with it. */
export const attachmentsMigration = defineMigration({
  name: '0031-attachments',
  up: [`alter table graph.memory add column attachments jsonb not null default '[]'`],
  down: ['alter table graph.memory drop column attachments'],
})
