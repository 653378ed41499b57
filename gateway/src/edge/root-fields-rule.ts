import { GraphQLError, Kind, type SelectionSetNode, type ValidationRule } from 'graphql'

/** Fields by which somebody may try out passwords, codes or tokens: each may stand once in an operation. */
const signInFields = new Set([
  'signIn',
  'completeSignIn',
  'register',
  'verifyEmail',
  'refreshTokens',
  'requestPasswordReset',
  'resetPassword',
  'acceptInvitation',
])

/** Bounds the fields of the root types, with each occurrence counted, through fragments too. */
export const rootFieldsRule =
  ({ max }: { readonly max: number }): ValidationRule =>
  (context) => ({
    OperationDefinition(operation) {
      const names = rootFields(operation.selectionSet, (name) => context.getFragment(name)?.selectionSet, new Set())
      if (names.length > max) {
        context.reportError(
          new GraphQLError(`An operation may have ${max} root fields, found ${names.length}.`, { nodes: operation }),
        )
      }
      const attempts = names.filter((name) => signInFields.has(name))
      if (attempts.length > 1) {
        context.reportError(new GraphQLError(`An operation may try ${attempts[0]} once.`, { nodes: operation }))
      }
    },
  })

function rootFields(
  selectionSet: SelectionSetNode,
  fragment: (name: string) => SelectionSetNode | undefined,
  entered: ReadonlySet<string>,
): string[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value
    if (selection.kind === Kind.INLINE_FRAGMENT) return rootFields(selection.selectionSet, fragment, entered)
    const name = selection.name.value
    const target = fragment(name)
    return target === undefined || entered.has(name) ? [] : rootFields(target, fragment, new Set([...entered, name]))
  })
}
