import { GraphQLScalarType, Kind, type ValueNode } from 'graphql'
import { ClientError } from '@graphmemory/errors/client-error.ts'

/** Deeper JSON is refused: walking it would cost more stack than a request is worth. */
const maxJsonDepth = 32

const dateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize(value) {
    const date = value instanceof Date ? value : new Date(String(value))
    return date.toISOString()
  },
  parseValue: toDate,
  parseLiteral: (node) => toDate(node.kind === Kind.STRING ? node.value : undefined),
})

const base64 = new GraphQLScalarType<string, string>({
  name: 'Base64',
  serialize: (value) =>
    value instanceof Uint8Array
      ? Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64')
      : String(value),
  parseValue: toBase64,
  parseLiteral: (node) => toBase64(node.kind === Kind.STRING ? node.value : undefined),
})

const json = new GraphQLScalarType({
  name: 'JSON',
  serialize: (value) => value,
  parseValue: (value) => bounded(value, 0),
  parseLiteral: (node, variables) => fromLiteral(node, variables ?? {}, 0),
})

/**
 * The resolvers of the scalars that all subgraphs share. `DateTime` is a `Date` inside. `Base64` comes in as the checked
 * text, since compiled operations keep literals as JSON, and goes out from text or bytes. `JSON` is what it is.
 */
export const scalars = { DateTime: dateTime, Base64: base64, JSON: json }

function toDate(value: unknown): Date {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(value)) {
    const date = new Date(value)
    if (!Number.isNaN(date.getTime())) return date
  }
  throw new ClientError('BAD_USER_INPUT', 'A DateTime is an ISO 8601 instant with its zone')
}

function toBase64(value: unknown): string {
  if (typeof value === 'string' && /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)) {
    return value
  }
  throw new ClientError('BAD_USER_INPUT', 'Base64 is standard base64 with padding')
}

const tooDeep = () => new ClientError('BAD_USER_INPUT', `JSON may be ${maxJsonDepth} levels deep`)

function bounded(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth >= maxJsonDepth) throw tooDeep()
  for (const member of Object.values(value)) bounded(member, depth + 1)
  return value
}

function fromLiteral(node: ValueNode, variables: Readonly<Record<string, unknown>>, depth: number): unknown {
  if (depth > maxJsonDepth) throw tooDeep()
  switch (node.kind) {
    case Kind.NULL:
      return null
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value)
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.ENUM:
      return node.value
    case Kind.LIST:
      return node.values.map((value) => fromLiteral(value, variables, depth + 1))
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields.map(({ name, value }) => [name.value, fromLiteral(value, variables, depth + 1)]),
      )
    case Kind.VARIABLE:
      return variables[node.name.value]
  }
}
