import { Kind, visit, type DirectiveNode, type DocumentNode } from 'graphql'
import { directiveArgument, isDefer } from './defer-directive.ts'

type Values = Readonly<Record<string, unknown>>

const isCondition = ({ name }: DirectiveNode) => name.value === 'include' || name.value === 'skip'

/** The variables that `@include`, `@skip` and `@defer` read. */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>()
  visit(document, {
    Directive: (directive) => {
      const value = directiveArgument(directive, 'if')
      if ((isCondition(directive) || isDefer(directive)) && value?.kind === Kind.VARIABLE) names.add(value.name.value)
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

const holds = (condition: DirectiveNode, values: Values): boolean =>
  (conditionValue(condition, values) === true) === (condition.name.value === 'include')

/** The value of `if`, where there is one. */
export function conditionValue(directive: DirectiveNode, values: Values): unknown {
  const value = directiveArgument(directive, 'if')
  if (value?.kind === Kind.VARIABLE) return values[value.name.value]
  return value?.kind === Kind.BOOLEAN ? value.value : undefined
}
