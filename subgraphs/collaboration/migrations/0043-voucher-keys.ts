import { defineMigration } from '@graphmemory/database/module.ts'

/**
 * What each document's vouchers are made with, by whichever node: 244 random bits. It stays with the document, so that what
 * was shown can be given back whenever a reader comes again.
 */
export const voucherKeysMigration = defineMigration({
  name: '0043-voucher-keys',
  up: [
    `alter table collab.document add column voucher_key bytea not null
       default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())`,
  ],
  down: ['alter table collab.document drop column voucher_key'],
})
