import { Kind, parse, visit } from 'graphql'

/** Names that the planner puts into operations on its own account. */
export type ReservedNames = {
  /** Fields that some `@key`, `@requires` or `@provides` names: they are fetched under their own name. */
  readonly fields: ReadonlySet<string>
  /** Fields that some `@requires` asks for with arguments. */
  readonly withArguments: ReadonlySet<string>
}

/** Reads from a supergraph which names a client's aliases and arguments may collide with. */
export function findReservedNames(supergraphSdl: string): ReservedNames {
  const fields = new Set(['__typename', '_entities'])
  const withArguments = new Set<string>()
  const read = (fieldSet: string) =>
    visit(parse(`{${fieldSet}}`, { noLocation: true }), {
      Field: ({ name, arguments: args }) => {
        fields.add(name.value)
        if (args !== undefined && args.length > 0) withArguments.add(name.value)
      },
    })
  visit(parse(supergraphSdl, { noLocation: true }), {
    Directive: ({ name, arguments: args }) => {
      if (name.value !== 'join__type' && name.value !== 'join__field') return
      for (const { name: argument, value } of args ?? []) {
        if (value.kind === Kind.STRING && ['key', 'requires', 'provides'].includes(argument.value)) read(value.value)
      }
    },
  })
  return { fields, withArguments }
}
