/** Texts as PostgreSQL writes an array of them, to be cast to the type they are of. */
export function textArray(values: readonly (string | null)[]): string {
  return `{${values.map(itemOf).join(',')}}`
}

const special = /[\\"]/

function itemOf(value: string | null): string {
  if (value === null) return 'NULL'
  return `"${special.test(value) ? value.replaceAll(/[\\"]/g, String.raw`\$&`) : value}"`
}

/** JSON values a line each, an empty one for none: `string_to_array(?, chr(10), '')::jsonb[]` reads it faster than any other form. */
export const jsonLines = (values: readonly unknown[]): string => values.map(jsonOf).join('\n')

/** A value in such lines. */
export const jsonOf = (value: unknown): string => (value == null ? '' : JSON.stringify(value))
