import { Kind, parse, print, visit, type ConstDirectiveNode } from 'graphql'

/**
 * The supergraph as the planner may see it. An object type's key that is declared `resolvable: false` is taken away:
 * the planner would enter the subgraph by it, though the subgraph does not answer for it.
 */
export function correctSupergraph(supergraphSdl: string): string {
  const document = parse(supergraphSdl, { noLocation: true })
  return print(
    visit(document, {
      ObjectTypeDefinition: (type) => ({ ...type, directives: withoutUnresolvableKeys(type.directives ?? []) }),
    }),
  )
}

function withoutUnresolvableKeys(directives: readonly ConstDirectiveNode[]): ConstDirectiveNode[] {
  const joins = new Map<string, number>()
  for (const directive of directives) {
    const graph = graphOf(directive)
    if (graph !== undefined) joins.set(graph, (joins.get(graph) ?? 0) + 1)
  }
  return directives.flatMap((directive) => {
    const graph = graphOf(directive)
    if (graph === undefined || !isUnresolvable(directive)) return directive
    const others = joins.get(graph) ?? 0
    if (others > 1) {
      joins.set(graph, others - 1)
      return []
    }
    const kept = directive.arguments?.filter(({ name }) => name.value !== 'key' && name.value !== 'resolvable') ?? []
    return { ...directive, arguments: kept }
  })
}

function graphOf(directive: ConstDirectiveNode): string | undefined {
  if (directive.name.value !== 'join__type') return undefined
  const graph = directive.arguments?.find(({ name }) => name.value === 'graph')?.value
  return graph?.kind === Kind.ENUM ? graph.value : undefined
}

const isUnresolvable = (directive: ConstDirectiveNode) =>
  directive.arguments?.some(
    ({ name, value }) => name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value,
  ) ?? false
