import { Kind, parse, visit, type ValueNode } from 'graphql'

/** Names that the planner puts into operations on its own account. */
export type ReservedNames = {
  /** Fields that some `@key`, `@requires`, `@provides` or `@fromContext` names: they are fetched under their own name. */
  readonly fields: ReadonlySet<string>
  /** Fields that some `@requires` asks for with arguments. */
  readonly withArguments: ReadonlySet<string>
}

/** Reads from a supergraph which names a client's aliases and arguments may collide with. */
export function findReservedNames(supergraphSdl: string): ReservedNames {
  const fields = new Set(['__typename', '_entities'])
  const withArguments = new Set<string>()
  const read = (fieldSet: string) =>
    visit(parse(fieldSet.trimStart().startsWith('{') ? fieldSet : `{${fieldSet}}`, { noLocation: true }), {
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
        if (argument.value === 'contextArguments') for (const selection of selectionsIn(value)) read(selection)
      }
    },
  })
  return { fields, withArguments }
}

/** What arguments `@fromContext` select, out of the list in which composition keeps them. */
function selectionsIn(contextArguments: ValueNode): readonly string[] {
  const selections: string[] = []
  visit(contextArguments, {
    ObjectField: ({ name, value }) => {
      if (name.value === 'selection' && value.kind === Kind.STRING) selections.push(value.value)
    },
  })
  return selections
}
