import { badInput } from '@graphmemory/errors/client-error.ts'
import { isFormat } from './formats.ts'
import type { Validators } from './create-validators.ts'
import type { PropertiesSchema } from './memory-type.ts'

const maxBytes = 16_384
const maxDepth = 12
const maxSubschemas = 500

/**
 * The keywords of JSON Schema 2020-12 that a type may use, by what they hold. What is missing is missing on purpose: a
 * pattern is a regular expression that can take for ever, references can multiply or run in a circle, and uniqueItems
 * compares everything with everything. With these alone, a check costs at most the schema's size times that of the value.
 */
const keywords: ReadonlyMap<string, 'schema' | 'schemas' | 'namedSchemas' | 'value'> = new Map([
  ...['additionalProperties', 'propertyNames', 'items', 'contains', 'not', 'if', 'then', 'else'].map(
    (name) => [name, 'schema'] as const,
  ),
  ...['prefixItems', 'allOf', 'anyOf', 'oneOf'].map((name) => [name, 'schemas'] as const),
  ['properties', 'namedSchemas'],
  ...`$schema $comment title description default examples deprecated type enum const format required dependentRequired
    minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minProperties maxProperties
    minItems maxItems minContains maxContains`
    .split(/\s+/)
    .map((name) => [name, 'value'] as const),
])

/** The schema that a type is given, when it is one and checking by it cannot take long. Throws `BAD_USER_INPUT` that names the place. */
export function readSchema(validators: Validators, given: unknown): PropertiesSchema {
  if (!isObject(given)) throw refused('schema', 'a JSON schema is an object')
  if (Buffer.byteLength(JSON.stringify(given)) > maxBytes) throw refused('schema', 'at most 16 kB')
  let count = 0
  const walk = (schema: unknown, path: string, depth: number): void => {
    if (typeof schema === 'boolean') return
    if (!isObject(schema)) throw refused(path, 'a JSON schema is an object or a boolean')
    count += 1
    if (count > maxSubschemas) throw refused('schema', `at most ${maxSubschemas} schemas within one`)
    if (depth > maxDepth) throw refused(path, `at most ${maxDepth} schemas within each other`)
    for (const [keyword, value] of Object.entries(schema)) {
      const at = `${path}.${keyword}`
      const members = (isNested: boolean) => {
        if (!isNested) throw refused(at, 'not as JSON Schema has it')
        for (const [name, each] of Object.entries(Object(value))) walk(each, `${at}.${name}`, depth + 1)
      }
      switch (keywords.get(keyword)) {
        case 'schema':
          walk(value, at, depth + 1)
          break
        case 'schemas':
          members(Array.isArray(value))
          break
        case 'namedSchemas':
          members(isObject(value))
          break
        case 'value':
          if (keyword === 'format' && !isFormat(value)) throw refused(at, 'not a format that is known here')
          break
        case undefined:
          throw refused(at, 'this keyword is not supported')
      }
    }
  }
  walk(given, 'schema', 1)
  validators.demandSchema(given)
  return given
}

const refused = (field: string, message: string) => badInput(field, `${field}: ${message}`)

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
