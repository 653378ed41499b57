import { Kind, visit, type DirectiveNode, type DocumentNode } from 'graphql'

type Values = Readonly<Record<string, unknown>>

const isCondition = ({ name }: DirectiveNode) => name.value === 'include' || name.value === 'skip'

/** The variables that `@include` and `@skip` read. */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>()
  visit(document, {
    Directive: (directive) => {
      const value = directive.arguments?.[0]?.value
      if (isCondition(directive) && value?.kind === Kind.VARIABLE) names.add(value.name.value)
    },
  })
  return [...names]
}

/**
 * The document with its conditions decided: what is left out is gone, and so are the directives. Selection sets may be
 * empty afterwards. Operations are planned in this form, since the planner mixes up fields that share a `@requires` when
 * only some of them stand under a condition.
 */
export function applyConditions(document: DocumentNode, values: Values): DocumentNode {
  const decide = <Node extends { readonly directives?: readonly DirectiveNode[] }>(
    node: Node,
  ): Node | null | undefined => {
    const conditions = node.directives?.filter(isCondition) ?? []
    if (conditions.length === 0) return undefined
    if (!conditions.every((condition) => holds(condition, values))) return null
    return { ...node, directives: node.directives?.filter((directive) => !isCondition(directive)) }
  }
  return visit(document, { Field: decide, InlineFragment: decide, FragmentSpread: decide })
}

function holds({ name, arguments: args }: DirectiveNode, values: Values): boolean {
  const value = args?.[0]?.value
  const is = value?.kind === Kind.VARIABLE ? values[value.name.value] : value?.kind === Kind.BOOLEAN && value.value
  return is === (name.value === 'include')
}
