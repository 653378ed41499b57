import { stemmer } from 'stemmer'

/** One word of a text: the term it is found by, and where it stands (UTF-16 offsets). */
type Token = { readonly term: string; readonly start: number; readonly end: number }

const word = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu
const ideographs = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+$/u
/** A term is a word of at most so many characters: longer runs are keys and blobs, found by their beginning. */
const maxTermLength = 64

/**
 * The words of a text as the index knows them: without accents and case, English endings cut off (Porter), words too
 * common to tell texts apart left out; runs of scripts without spaces are cut into overlapping pairs.
 * The same on both sides of a search.
 */
export function analyseText(text: string): readonly Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(word)) {
    const [found] = match
    const start = match.index
    if (ideographs.test(found)) pushPairs(tokens, found, start)
    else {
      const term = termOf(found)
      if (term !== null) tokens.push({ term, start, end: start + found.length })
    }
  }
  return tokens
}

/** The terms of a text, in its order, repeats included. */
export function termsOf(text: string): readonly string[] {
  return analyseText(text).map((token) => token.term)
}

/** Texts repeat their words: most are known. Bounded, since what comes from outside may not. */
const knownTerms = new Map<string, string | null>()
const maxKnownTerms = 50_000

function termOf(found: string): string | null {
  const known = knownTerms.get(found)
  if (known !== undefined) return known
  const term = makeTerm(found)
  if (knownTerms.size >= maxKnownTerms) knownTerms.clear()
  if (found.length <= maxTermLength) knownTerms.set(found, term)
  return term
}

function makeTerm(found: string): string | null {
  const plain = found
    .normalize('NFKD')
    .replaceAll(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .slice(0, maxTermLength)
  if (plain === '' || stopWords.has(plain)) return null
  return /^[a-z]+$/.test(plain) ? stemmer(plain) : plain
}

function pushPairs(tokens: Token[], found: string, start: number): void {
  const characters = Array.from(found)
  let at = start
  characters.forEach((character, i) => {
    const next = characters[i + 1]
    if (next !== undefined) tokens.push({ term: character + next, start: at, end: at + character.length + next.length })
    else if (characters.length === 1) tokens.push({ term: character, start: at, end: at + character.length })
    at += character.length
  })
}

const stopWords: ReadonlySet<string> = new Set(
  `a about above after again all also am an and any are arent as at be because been before being below between both but by
  can cant cannot could couldnt did didnt do does doesnt doing dont down during each few for from further had hadnt has
  hasnt have havent having he hed hell her here heres hers herself hes him himself his how hows i id if ill im in into is
  isnt it its itself ive just lets me more most my myself no nor not of off on once only or other our ours ourselves out
  over own same shant she shes should shouldnt so some such than that thats the their theirs them themselves then there
  theres these they theyd theyll theyre theyve this those through to too under until up very was wasnt we wed well were
  werent weve what whats when whens where wheres which while who whos whom why whys will with wont would wouldnt you youd
  youll your youre yours yourself yourselves youve`.split(/\s+/),
)
