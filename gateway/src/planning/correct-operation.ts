import { Kind, visit, type DocumentNode, type FieldNode, type SelectionSetNode } from 'graphql'
import { reserveAlias } from './reserved-alias.ts'
import type { ReservedNames } from './reserved-names.ts'

/**
 * The response name under which the planner is asked for a client's field. Where the client's own name could be taken
 * for a field that the planner fetches for itself (`id: name`, or `comments(first: 1)` beside
 * `@requires(fields: "comments(first: 3)")`), it would mix up the two silently: such a field gets a name of its own.
 */
export function plannedName(field: FieldNode, reserved: ReservedNames): string {
  const responseName = (field.alias ?? field.name).value
  const name = field.name.value
  const isDisguised = responseName !== name && reserved.fields.has(responseName)
  const hasRivalArguments = responseName === name && reserved.withArguments.has(name)
  return isDisguised || hasRivalArguments ? reserveAlias(responseName) : responseName
}

/** The client's document as the planner is given it. */
export function correctOperation(document: DocumentNode, reserved: ReservedNames): DocumentNode {
  return visit(document, {
    Field: (field) => {
      const name = plannedName(field, reserved)
      if (name === (field.alias ?? field.name).value) return undefined
      return { ...field, alias: { kind: Kind.NAME, value: name } }
    },
    // Where conditions left nothing of an object, the object itself is still asked for.
    SelectionSet: (selectionSet) => (selectionSet.selections.length === 0 ? justTypename : undefined),
  })
}

const justTypename: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
}
