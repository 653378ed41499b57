import { GraphQLError, Kind, OperationTypeNode, type ASTNode, type ValidationRule } from 'graphql'
import { hasDefer } from '../planning/apply-defer.ts'
import { directiveArgument, isDefer } from '../planning/defer-directive.ts'

/**
 * Where `@defer` may stand, after the draft of the specification: a label is a text of its own, and neither the fields of a
 * mutation, which run one after another, nor anything of a subscription comes later.
 */
export const deferRule: ValidationRule = (context) => {
  const labels = new Set<string>()
  const refuse = (message: string, node: ASTNode) => context.reportError(new GraphQLError(message, { nodes: node }))
  return {
    Directive(directive) {
      if (!isDefer(directive)) return
      const label = directiveArgument(directive, 'label')
      if (label?.kind === Kind.VARIABLE) refuse('The label of @defer may not be a variable.', directive)
      if (label?.kind === Kind.STRING) {
        if (labels.has(label.value)) refuse(`The label "${label.value}" of @defer stands twice.`, directive)
        labels.add(label.value)
      }
      const schema = context.getSchema()
      const parent = context.getParentType()
      if (parent != null && (parent === schema.getMutationType() || parent === schema.getSubscriptionType()))
        refuse(`@defer may not stand on fields of ${parent.name}.`, directive)
    },
    OperationDefinition(operation) {
      if (operation.operation !== OperationTypeNode.SUBSCRIPTION) return
      const fragments = context.getRecursivelyReferencedFragments(operation)
      if ([operation, ...fragments].some((node) => hasDefer(node)))
        refuse('@defer may not stand in a subscription.', operation)
    },
  }
}
