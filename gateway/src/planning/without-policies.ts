import { Kind, parse, print, visit, type ConstDirectiveNode } from 'graphql'

const policies = new Set(['authenticated', 'requiresScopes', 'policy'])

/**
 * The supergraph without the definitions and links of `@authenticated`, `@requiresScopes` and `@policy`: Apollo's gateway
 * refuses to load a supergraph with them.
 */
export function withoutPolicies(supergraphSdl: string): string {
  const document = parse(supergraphSdl, { noLocation: true })
  return print(
    visit(document, {
      Directive: (directive) => (policies.has(directive.name.value) || linksPolicy(directive) ? null : undefined),
      DirectiveDefinition: ({ name }) => (policies.has(name.value) ? null : undefined),
    }),
  )
}

function linksPolicy({
  name,
  arguments: args,
}: ConstDirectiveNode | { name: { value: string }; arguments?: unknown }): boolean {
  if (name.value !== 'link' || !Array.isArray(args)) return false
  return args.some(
    ({ name: argument, value }) =>
      argument.value === 'url' &&
      value.kind === Kind.STRING &&
      [...policies].some((policy) => value.value.startsWith(`https://specs.apollo.dev/${policy}/`)),
  )
}
