import type { PGlite } from '@electric-sql/pglite'

/** Where the database is: PGlite embedded in this process, or a PostgreSQL server. */
export type Connection =
  | { readonly kind: 'embedded'; readonly pglite: PGlite }
  | { readonly kind: 'server'; readonly url: string; readonly poolSize: number }
