import { getOperationAST, Kind, type DocumentNode, type SelectionNode } from 'graphql'
import type { Operation } from './read-operation.ts'

/** The root field of a valid subscription: it has one, wherever it is written. */
export function rootFieldOf({ document, operationName }: Operation): string | undefined {
  const operation = getOperationAST(document, operationName)
  return operation == null ? undefined : fieldIn(document, operation.selectionSet.selections)
}

function fieldIn(document: DocumentNode, selections: readonly SelectionNode[]): string | undefined {
  const [selection] = selections
  switch (selection?.kind) {
    case undefined:
      return undefined
    case Kind.FIELD:
      return selection.name.value
    case Kind.INLINE_FRAGMENT:
      return fieldIn(document, selection.selectionSet.selections)
    case Kind.FRAGMENT_SPREAD: {
      const fragment = document.definitions.find(
        (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
      )
      return fragment?.kind === Kind.FRAGMENT_DEFINITION
        ? fieldIn(document, fragment.selectionSet.selections)
        : undefined
    }
  }
}
