import { Kind, parse, print, visit, type ConstDirectiveNode } from 'graphql'

/** What the `@requires` of a field asks for with arguments: the required field's name to its arguments' text. */
export type RequiredArguments = ReadonlyMap<string, string>

/** By schema coordinate (`Type.field`), for fields whose `@requires` has arguments. */
export function findRequiredArguments(supergraphSdl: string): ReadonlyMap<string, RequiredArguments> {
  const found = new Map<string, RequiredArguments>()
  for (const type of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue
    for (const { name, directives } of type.fields ?? []) {
      const required = new Map<string, string>()
      for (const fieldSet of directives?.flatMap(requiresOf) ?? []) {
        visit(parse(`{${fieldSet}}`, { noLocation: true }), {
          Field: (field) => {
            const args = field.arguments ?? []
            if (args.length > 0) required.set(field.name.value, args.map((arg) => print(arg)).join(', '))
          },
        })
      }
      if (required.size > 0) found.set(`${type.name.value}.${name.value}`, required)
    }
  }
  return found
}

function requiresOf({ name, arguments: args }: ConstDirectiveNode): string[] {
  if (name.value !== 'join__field') return []
  return (args ?? []).flatMap(({ name: argument, value }) =>
    argument.value === 'requires' && value.kind === Kind.STRING ? value.value : [],
  )
}
