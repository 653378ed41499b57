import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import { LRUCache } from 'lru-cache'
import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Properties } from '../graph-types.ts'
import { formats } from './formats.ts'
import type { PropertiesSchema } from './memory-type.ts'

/** What is wrong with properties, and where, as `properties.address.city`. */
export type PropertiesProblem = { readonly field: string; readonly message: string }

/** Schemas as functions that check by them. Compiling one takes milliseconds, so the last used are kept. */
export type Validators = {
  /** The first thing that is wrong with properties; null when nothing is. */
  check(schema: PropertiesSchema, properties: Properties): PropertiesProblem | null
  /** Throws `BAD_USER_INPUT` for what is no JSON schema. */
  demandSchema(schema: PropertiesSchema): void
}

type Validate = (properties: Properties) => ErrorObject | null

export function createValidators(): Validators {
  const ajv = new Ajv2020({
    strictTypes: false,
    strictTuples: false,
    // A schema without `own` would find `constructor` in every object.
    ownProperties: true,
    addUsedSchema: false,
    logger: false,
    formats,
  })
  const compiled = new LRUCache<string, Validate>({ max: 500 })

  const compile = (schema: PropertiesSchema): Validate => {
    // The same text is the same function, whoever's type it is.
    const key = JSON.stringify(schema)
    const known = compiled.get(key)
    if (known !== undefined) return known
    const validate = ajv.compile(schema)
    ajv.removeSchema(schema)
    const checked: Validate = (properties) => (validate(properties) ? null : (validate.errors?.[0] ?? null))
    compiled.set(key, checked)
    return checked
  }

  return {
    check(schema, properties) {
      const error = compile(schema)(properties)
      return error === null ? null : { field: fieldOf(error), message: error.message ?? 'not as its type demands' }
    },
    demandSchema(schema) {
      try {
        compile(schema)
      } catch (error) {
        throw badInput('schema', error instanceof Error ? error.message : 'not a JSON schema')
      }
    },
  }
}

/** Where an error is: the member that is missing or one too many, else the one that is wrong. */
function fieldOf({ instancePath, params }: ErrorObject): string {
  const member: unknown = params['missingProperty'] ?? params['additionalProperty']
  const path = instancePath.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  return ['properties', ...path.slice(1), ...(typeof member === 'string' ? [member] : [])].join('.')
}
