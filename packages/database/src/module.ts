import type { Options } from '@mikro-orm/core'
import { Migration } from '@mikro-orm/migrations'

/** What one part of GraphMemory keeps in the database: its tables' mapping and the steps that make them. */
export type DatabaseModule = {
  readonly name: string
  readonly entities: NonNullable<Options['entities']>
  readonly migrations: readonly DatabaseMigration[]
}

/** One step of a module's schema: single SQL statements, forth and back. */
export type DatabaseMigration = {
  /** `0001-what-it-does`; the order of names is the order of application. Never changed once released. */
  readonly name: string
  readonly up: readonly string[]
  readonly down: readonly string[]
}

export const defineMigration = (migration: DatabaseMigration): DatabaseMigration => migration

/** The form in which MikroORM's migrator takes a step: the one class it cannot do without. */
export function toMikroOrm({ name, up, down }: DatabaseMigration) {
  return {
    name,
    class: class extends Migration {
      override up(): void {
        for (const statement of up) this.addSql(statement)
      }
      override down(): void {
        for (const statement of down) this.addSql(statement)
      }
    },
  }
}
