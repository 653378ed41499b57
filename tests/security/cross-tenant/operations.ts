import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
} from 'graphql'

export type Operation = {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly covers: string
  /** The names of the fields from the root to the one it is for. */
  readonly path: readonly string[]
  /** The field it is for, the type it is asked of, and which of its argument sets. */
  readonly aim: string
  /** The aim and how it is reached; no two are the same. */
  readonly way: string
}
/** The argument sets to try for a field; the first is the plain call. */
export type ArgumentsOf = (field: string) => readonly object[]

type Step = {
  readonly field: GraphQLField<unknown, unknown>
  readonly parent: string
  readonly values: object
  /** The object type that the steps below stand on, where the field gives an interface or a union. */
  readonly on?: string
}

const maxDepth = 7

/**
 * Operations that together reach every field below one root field: one for each field that gives an object, by the
 * shortest way to it, selecting all its plain fields; and one more for each further set of arguments.
 */
export function* operationsBelow(
  schema: GraphQLSchema,
  kind: 'query' | 'mutation' | 'subscription',
  root: GraphQLField<unknown, unknown>,
  argumentsOf: ArgumentsOf,
): Generator<Operation> {
  const parent = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' }[kind]
  const seen = new Set<string>()
  const queue: {
    readonly steps: readonly Step[]
    readonly field: GraphQLField<unknown, unknown>
    readonly parent: string
  }[] = [{ steps: [], field: root, parent }]
  for (const { steps, field, parent: owner } of queue) {
    const name = `${owner}.${field.name}`
    if (seen.has(name)) continue
    seen.add(name)
    const variants = field.args.length === 0 ? [{}] : argumentsOf(name)
    for (const type of objectTypesOf(schema, getNamedType(field.type))) {
      const step = (values: object): Step => ({
        field,
        parent: owner,
        values,
        ...(type !== undefined && isAbstractType(getNamedType(field.type)) && { on: type.name }),
      })
      for (const [variant, values] of variants.entries())
        yield operation(kind, [...steps, step(values)], type, `${name} ${type?.name ?? ''} ${variant}`)
      if (type === undefined || steps.length + 1 >= maxDepth) continue
      for (const next of Object.values(type.getFields())) {
        if (!isPlain(next)) queue.push({ steps: [...steps, step(variants[0] ?? {})], field: next, parent: type.name })
      }
    }
  }
}

/** The object types that a field of this type can give; one `undefined` for a plain value. */
function objectTypesOf(schema: GraphQLSchema, type: GraphQLNamedType): readonly (GraphQLObjectType | undefined)[] {
  if (isObjectType(type)) return [type]
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [undefined]
}

function operation(
  kind: string,
  steps: readonly Step[],
  target: GraphQLObjectType | undefined,
  aim: string,
): Operation {
  const variables: Record<string, unknown> = {}
  const declarations: string[] = []
  const declare = (argument: GraphQLArgument, value: unknown): string => {
    const name = `v${declarations.length}`
    declarations.push(`$${name}: ${String(argument.type)}`)
    variables[name] = value
    return `${argument.name}: $${name}`
  }
  const opened = steps.map(({ field, values, on }) => {
    const given = new Map(Object.entries(values))
    const passed = field.args.filter(({ name }) => given.has(name)).map((each) => declare(each, given.get(each.name)))
    const call = passed.length > 0 ? `${field.name}(${passed.join(', ')})` : field.name
    if (field === steps.at(-1)?.field && target === undefined) return { open: call, close: '' }
    return on === undefined ? { open: `${call} {`, close: '}' } : { open: `${call} { ... on ${on} {`, close: '} }' }
  })
  const body = [...opened.map(({ open }) => open), ...plainFieldsOf(target), ...opened.map(({ close }) => close)].join(
    ' ',
  )
  const head = declarations.length > 0 ? `${kind} (${declarations.join(', ')})` : kind
  const covers = steps.map(({ parent, field }) => `${parent}.${field.name}`).join(' > ')
  return {
    query: `${head} { ${body} }`,
    variables,
    covers,
    way: `${covers} ${aim}`,
    path: steps.map(({ field }) => field.name),
    aim,
  }
}

function plainFieldsOf(type: GraphQLObjectType | undefined): string[] {
  if (type === undefined) return []
  const plain = Object.values(type.getFields()).filter((field) => isPlain(field))
  return ['__typename', ...plain.map(({ name }) => name)]
}

/** Whether a field can be selected as it stands: a value without arguments. */
function isPlain({ type, args }: GraphQLField<unknown, unknown>): boolean {
  return isLeafType(getNamedType(type)) && args.length === 0
}
