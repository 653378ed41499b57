import { Kind, visit, type ASTNode, type DirectiveNode, type DocumentNode } from 'graphql'
import { conditionValue } from './apply-conditions.ts'
import { directiveArgument, isDefer } from './defer-directive.ts'

type Values = Readonly<Record<string, unknown>>

/** Whether some fragment in a part of a document may come later. */
export function hasDefer(document: ASTNode): boolean {
  let found = false
  visit(document, { Directive: (directive) => void (found ||= isDefer(directive)) })
  return found
}

/** The labels that a client gave, by our own. */
export type DeferLabels = ReadonlyMap<string, string | undefined>

/**
 * The document with `@defer` decided: fragments that come later carry the directive with a label of ours alone, by which
 * the plan and the answer name them; where `values` are not given, everything comes at once.
 */
export function applyDefer(
  document: DocumentNode,
  values: Values | undefined,
): {
  readonly document: DocumentNode
  readonly labels: DeferLabels
} {
  const labels = new Map<string, string | undefined>()
  const decide = <Node extends { readonly directives?: readonly DirectiveNode[] }>(node: Node): Node | undefined => {
    const defer = node.directives?.find(isDefer)
    if (defer === undefined) return undefined
    const others = node.directives?.filter((directive) => directive !== defer) ?? []
    const isAsked = values !== undefined && [true, undefined].includes(condition(defer, values))
    if (!isAsked) return { ...node, directives: others }
    const given = directiveArgument(defer, 'label')
    const label = `d${labels.size}`
    labels.set(label, given?.kind === Kind.STRING ? given.value : undefined)
    return { ...node, directives: [...others, labelled(label)] }
  }
  return { document: visit(document, { InlineFragment: decide, FragmentSpread: decide }), labels }
}

/** Null, which a client may give, stands for the default. */
function condition(defer: DirectiveNode, values: Values): boolean | undefined {
  const value = conditionValue(defer, values)
  return typeof value === 'boolean' ? value : undefined
}

const labelled = (label: string): DirectiveNode => ({
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value: 'defer' },
  arguments: [
    {
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: 'label' },
      value: { kind: Kind.STRING, value: label },
    },
  ],
})
