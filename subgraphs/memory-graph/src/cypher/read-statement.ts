import { badInput } from '@graphmemory/errors/client-error.ts'

const maxLength = 4_000

/** Words that begin a clause which reads, or belong to one. What is neither here nor a name is refused. */
const words = new Set(
  `match optional where with return order by asc ascending desc descending limit skip as distinct union all unwind and or xor
   not in is null true false starts ends contains case when then else end exists count shortest acyclic trail walk`.split(
    /\s+/,
  ),
)

/** None of them makes more rows or longer values than it is given, reads a file, or keeps anything; `+` can, so there is none. */
const functions = new Set(
  `count sum avg min max abs ceil floor round sqrt ln log10 pow sign coalesce ifnull nullif greatest least size length lower
   upper lcase ucase trim ltrim rtrim left right substring contains starts_with ends_with prefix suffix string_split
   list_contains list_has list_element list_extract list_len array_contains label labels type id nodes rels properties
   is_trail is_acyclic date timestamp date_part datepart date_trunc datetrunc epoch_ms to_timestamp cast to_string
   to_int64 to_double to_bool regexp_matches typeof`.split(/\s+/),
)

/** Words of other statements. None may stand anywhere but in a text or between backticks. */
const forbidden = new Set(
  `create merge set delete detach remove drop alter rename add copy load from export import attach use install uninstall
   update call project begin commit rollback transaction checkpoint comment macro insert explain profile extension
   sequence table database force foreach yield on to`.split(/\s+/),
)

const clauseBegins = new Set(['match', 'optional', 'unwind', 'with', 'return'])

type Token =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'text' | 'number' }
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'parameter'; readonly text: string }
  | { readonly kind: 'symbol'; readonly text: string }

const token =
  /(?<space>\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<name>`[^`]*`)|(?<parameter>\$[A-Za-z_]\w*)|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<word>[A-Za-z_]\w*)|(?<symbol><=|>=|<>|=~|->|<-|\.\.|[()[\]{},.:|=<>\-*/%^])/suy

/**
 * Checks that a statement of openCypher does nothing but read, and answers the names of its parameters. It goes by what is
 * allowed: clauses and functions by name, one statement, whole tokens only. Throws `BAD_USER_INPUT` that says what was refused.
 */
export function readStatement(statement: string): ReadonlySet<string> {
  if (statement.length > maxLength) throw refused(`a statement has at most ${maxLength} characters`)
  const tokens = [...tokensOf(statement)]
  const [first] = tokens
  if (first?.kind !== 'word' || !clauseBegins.has(first.text))
    throw refused('a statement begins with MATCH, UNWIND, WITH or RETURN')
  tokens.forEach((each, at) => {
    if (each.kind === 'word') checkWord(each.text, tokens[at - 1], tokens[at + 1])
    if (each.kind === 'name' && isOpening(tokens[at + 1])) throw refused(`the function ${each.text}`)
  })
  return new Set(tokens.flatMap((each) => (each.kind === 'parameter' ? [each.text] : [])))
}

function checkWord(word: string, before: Token | undefined, after: Token | undefined): void {
  if (forbidden.has(word) && !isElement(before)) throw refused(`${word.toUpperCase()}: a statement may only read`)
  if (isOpening(after) && !words.has(word) && !functions.has(word)) throw refused(`the function ${word}`)
}

const isOpening = (each: Token | undefined) => each?.kind === 'symbol' && each.text === '('
/** What stands behind a dot, a colon or a bar is a property, a label or a type: `a.set` is a property called so. */
const isElement = (each: Token | undefined) => each?.kind === 'symbol' && ['.', ':', '|'].includes(each.text)

function* tokensOf(statement: string): Generator<Token> {
  token.lastIndex = 0
  while (token.lastIndex < statement.length) {
    const at = token.lastIndex
    const groups = token.exec(statement)?.groups
    if (groups === undefined) throw refused(`'${statement.slice(at, at + 1)}' at character ${at + 1}`)
    const { text, name, parameter, number, word, symbol } = groups
    if (word !== undefined) yield { kind: 'word', text: word.toLowerCase() }
    else if (name !== undefined) yield { kind: 'name', text: name }
    else if (parameter !== undefined) yield { kind: 'parameter', text: parameter.slice(1) }
    else if (symbol !== undefined) yield { kind: 'symbol', text: symbol }
    else if (text !== undefined) yield { kind: 'text' }
    else if (number !== undefined) yield { kind: 'number' }
  }
}

const refused = (what: string) => badInput('statement', `statement: not allowed here: ${what}`)
