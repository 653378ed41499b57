import { buildSubgraphSchema } from '@apollo/subgraph'
import { isObjectType, parse, type GraphQLSchema } from 'graphql'
import { applyMiddleware, type IMiddlewareFunction } from 'graphql-middleware'
import { allow, deny, shield } from 'graphql-shield'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { anyone } from './rules.ts'

type Rule = typeof anyone | typeof allow
/** A rule for every field of the root types, and for those fields of other types that need one of their own. */
export type Permissions = Readonly<Record<string, Readonly<Record<string, Rule>>>>

type Resolvers =
  NonNullable<Exclude<Parameters<typeof buildSubgraphSchema>[0], unknown[]>> extends { resolvers?: infer R }
    ? NonNullable<R>
    : never

const rootTypes = ['Query', 'Mutation', 'Subscription']
/** Entities come in here and are confined below, by the database; `_service` is the SDL itself. */
const federation: Readonly<Record<string, Rule>> = { _entities: allow, _service: allow }

/**
 * An executable subgraph schema in which permissions stand before the resolvers: what has no rule on a root type is an
 * error when the schema is made, and denied all the same. Only fields with a rule are wrapped, since each wrapper costs.
 */
export function buildSchema(sdl: string, resolvers: object, permissions: Permissions): GraphQLSchema {
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as Resolvers }])
  const rules = Object.fromEntries(
    Object.entries(schema.getTypeMap())
      .filter(([name, type]) => isObjectType(type) && (rootTypes.includes(name) || name in permissions))
      .map(([name]) => [name, rulesOf(schema, name, permissions[name] ?? {})]),
  )
  const guard = shield(rules, {
    allowExternalErrors: true,
    fallbackRule: deny,
    fallbackError: new ClientError('FORBIDDEN', 'No rule permits this'),
  }).generate(schema) as Readonly<Record<string, Readonly<Record<string, IMiddlewareFunction>>>>
  const wanted = Object.fromEntries(
    Object.entries(rules).map(([type, fields]) => [
      type,
      Object.fromEntries(
        Object.keys(fields).flatMap((field) =>
          guard[type]?.[field] === undefined ? [] : [[field, guard[type][field]]],
        ),
      ),
    ]),
  )
  return applyMiddleware(schema, wanted)
}

function rulesOf(schema: GraphQLSchema, name: string, given: Readonly<Record<string, Rule>>): Record<string, Rule> {
  const type = schema.getType(name)
  if (!isObjectType(type) || !rootTypes.includes(name)) return { ...given }
  const rules = name === 'Query' ? { ...federation, ...given } : { ...given }
  const missing = Object.keys(type.getFields()).filter((field) => !(field in rules))
  if (missing.length > 0)
    throw new Error(`no permission is declared for ${missing.map((field) => `${name}.${field}`).join(', ')}`)
  return Object.fromEntries(Object.entries(rules).filter(([field]) => field in type.getFields()))
}
