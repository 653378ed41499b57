import { ApolloArmor } from '@escape.tech/graphql-armor'
import { GraphQLError, type ParseOptions, type ValidationContext, type ValidationRule } from 'graphql'
import { deferRule } from './defer-rule.ts'
import { rootFieldsRule } from './root-fields-rule.ts'

/** What one operation may ask for, on every path into the graph. */
export const limits = {
  bodyBytes: 100_000,
  tokens: 2_000,
  depth: 8,
  aliases: 10,
  directives: 5,
  rootFields: 10,
} as const

export const parseOptions: ParseOptions = { maxTokens: limits.tokens }

/** Reports what is refused like every other validation error; armor by itself would throw out of the validation. */
const reporting = {
  propagateOnRejection: false,
  onReject: [
    (context: ValidationContext | null, error: GraphQLError) =>
      context?.reportError(new GraphQLError(error.message.replace('Syntax Error: ', ''))),
  ],
}

/** The rules that hold an operation within the limits. */
export const limitRules: readonly ValidationRule[] = [
  ...new ApolloArmor({
    maxDepth: { n: limits.depth, flattenFragments: true, ...reporting },
    maxAliases: { n: limits.aliases, allowList: [], ...reporting },
    maxDirectives: { n: limits.directives, ...reporting },
    costLimit: { enabled: false },
    maxTokens: { enabled: false },
    blockFieldSuggestion: { enabled: false },
  }).protect().validationRules,
  rootFieldsRule({ max: limits.rootFields }),
  deferRule,
]
