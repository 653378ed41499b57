import { Kind, type DirectiveNode, type ValueNode } from 'graphql'

export const isDefer = ({ name }: DirectiveNode): boolean => name.value === 'defer'

export const directiveArgument = (directive: DirectiveNode, name: string): ValueNode | undefined =>
  directive.arguments?.find((argument) => argument.name.value === name)?.value

/** The label of a fragment that comes later. */
export function deferLabelOf(fragment: { readonly directives?: readonly DirectiveNode[] }): string | undefined {
  const defer = fragment.directives?.find(isDefer)
  const label = defer && directiveArgument(defer, 'label')
  return label?.kind === Kind.STRING ? label.value : undefined
}
