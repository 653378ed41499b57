import type { Row } from './graph-database.ts'

/** The fields of a row at their types. A field of another type means that the file holds what was not written. */
export function text(row: Row, name: string): string {
  const value = row[name]
  if (typeof value !== 'string') throw new UnexpectedValueError(name, value)
  return value
}

export function number(row: Row, name: string): number {
  const value = row[name]
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'number') throw new UnexpectedValueError(name, value)
  return value
}

export function textOrNull(row: Row, name: string): string | null {
  return row[name] == null ? null : text(row, name)
}

export function numberOrNull(row: Row, name: string): number | null {
  return row[name] == null ? null : number(row, name)
}

/** The database keeps an empty list of a parameter as NULL. */
export function texts(row: Row, name: string): readonly string[] {
  const value = row[name]
  if (value == null) return []
  if (!Array.isArray(value)) throw new UnexpectedValueError(name, value)
  return value.map((item) => {
    if (typeof item !== 'string') throw new UnexpectedValueError(name, item)
    return item
  })
}

class UnexpectedValueError extends Error {
  override readonly name = 'UnexpectedValueError'

  constructor(field: string, value: unknown) {
    super(`${field} holds a ${value === null ? 'null' : typeof value}`)
  }
}
