/** Texts as PostgreSQL writes an array of them, to be cast to the type they are of. */
export function textArray(values: readonly (string | null)[]): string {
  return `{${values.map(itemOf).join(',')}}`
}

const special = /[\\"]/

function itemOf(value: string | null): string {
  if (value === null) return 'NULL'
  return `"${special.test(value) ? value.replaceAll(/[\\"]/g, String.raw`\$&`) : value}"`
}

/** A JSON value as text; null for none. */
export const jsonOf = (value: unknown): string | null => (value == null ? null : JSON.stringify(value))

/** Such texts a line each: `string_to_array(?, chr(10), '')::jsonb[]` reads them faster than any other form. */
export const jsonLines = (texts: readonly (string | null)[]): string => texts.map((text) => text ?? '').join('\n')
