import fc from 'fast-check'
import { buildSchema, getVariableValues, parse, type OperationDefinitionNode } from 'graphql'
import { expect, test } from 'vitest'
import { compileVariables } from './compile-variables.ts'

const schema = buildSchema(`
  type Query { one: Int }
  scalar Time
  enum Colour { RED GREEN }
  input Point { x: Int! = 1 y: [Float] }`)
const types = ['Int', 'Float', 'String', 'Boolean', 'ID', 'Colour', 'Time', 'Point']
const wrapped = fc.constantFrom('$', '$!', '[$]', '[$!]', '[$!]!', '[[$]]')
const defaults: Readonly<Record<string, string>> = { Int: '7', String: '"seven"', Colour: 'RED' }

const scalar = fc.oneof(
  fc.constantFrom(null, true, 1, -0, 1.5, 2 ** 31, NaN, Infinity, '', '1', 'RED', 'BLUE'),
  fc.record({ x: fc.constantFrom(1, null, 'a') }),
)
const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.array(fc.array(scalar, { maxLength: 2 }), { maxLength: 2 })) // prettier-ignore

test('variables are coerced as by GraphQL.js, whatever is given for whatever type', () => {
  const variable = fc.record({ type: fc.constantFrom(...types), form: wrapped, hasDefault: fc.boolean() })
  fc.assert(
    fc.property(
      fc.array(fc.record({ variable, given: fc.option(value, { nil: undefined }) }), { minLength: 1, maxLength: 3 }),
      (all) => {
        const declared = all.map(({ variable: { type, form, hasDefault } }, index) => {
          const otherwise = hasDefault && form === '$' ? defaults[type] : undefined
          return `$v${index}: ${form.replace('$', type)}${otherwise === undefined ? '' : ` = ${otherwise}`}`
        })
        const [operation] = parse(`query (${declared.join()}) { one }`).definitions
        const definitions = (operation as OperationDefinitionNode).variableDefinitions ?? []
        const given = Object.fromEntries(all.flatMap((one, index) => (one.given === undefined ? [] : [[`v${index}`, one.given]]))) // prettier-ignore
        const byGraphql = getVariableValues(schema, definitions, given)
        const coerced = compileVariables(schema, definitions)(given)
        const told = (errors: readonly Error[]) => errors.map(({ message }) => message)
        expect('errors' in coerced ? told(coerced.errors) : { ...coerced.values }).toEqual(
          byGraphql.errors === undefined ? { ...byGraphql.coerced } : told(byGraphql.errors),
        )
      },
    ),
    { numRuns: 1_000 },
  )
})
