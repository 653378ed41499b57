import type { EntityName } from '@mikro-orm/core'
import type { Em } from '@graphmemory/database/database.ts'

/** A column of a table, with the name of its property and the type that the database knows it by. */
export type Column = { readonly name: string; readonly column: string; readonly type: string }

/** The columns of an entity's table, for statements that MikroORM would make a row at a time. */
export function columnsOf<Row extends object>(em: Em, entity: EntityName<Row>): readonly Column[] {
  return em
    .getMetadata()
    .get(entity)
    .props.map(({ name, fieldNames: [column = name], columnTypes: [type = 'text'] }) => ({ name, column, type }))
}

/** The names of the columns by those of the properties. */
export const columnNames = (properties: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> =>
  new Map(Object.keys(properties).map((name) => [name, name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]))
