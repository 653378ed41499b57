import type { Memory } from './entities.ts'
import type { SearchEdge } from './search-memories.ts'

/** One memory as an agent is given it: its words, and where they come from. */
export type RecallItem = {
  readonly memoryId: string
  readonly version: number
  readonly score: number
  readonly text: string
  readonly tokens: number
}

/** A memory of which less would fit than this is left out. */
const leastTokens = 24
const bytesPerToken = 3

/** Which tokenizer a reader has is not known: one token for every three bytes is more than they commonly make of prose. */
const tokensOf = (text: string): number => Math.ceil(Buffer.byteLength(text) / bytesPerToken)

/** The best hits that fit a budget, best first; the last may be cut. */
export function packMemories(hits: readonly Pick<SearchEdge, 'node' | 'score'>[], budgetTokens: number): RecallItem[] {
  const items: RecallItem[] = []
  let left = budgetTokens
  for (const { node, score } of hits) {
    if (left < leastTokens) break
    const text = cut(toText(node, items.length + 1), left)
    const tokens = tokensOf(text)
    items.push({ memoryId: node.id, version: node.version, score, text, tokens })
    left -= tokens
  }
  return items
}

function toText({ title, content, createdAt, source }: Memory, number: number): string {
  const from = source === null || source === undefined ? '' : `, from ${source.reference}${lineOf(source.line)}`
  const head = `[${number}] ${title} (${createdAt.toISOString().slice(0, 10)}${from})\n`
  return content === '' ? head : `${head}${content}\n`
}

const lineOf = (line: number | null) => (line === null ? '' : `:${line}`)

/** At most so many tokens of a text, cut at a word where there is one, and never inside a character. */
function cut(text: string, tokens: number): string {
  if (tokensOf(text) <= tokens) return text
  const room = tokens * bytesPerToken - Buffer.byteLength(ending)
  const bytes = Buffer.from(text)
  let end = room
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  const whole = bytes.subarray(0, end).toString()
  const space = whole.lastIndexOf(' ')
  return `${space > whole.length / 2 ? whole.slice(0, space) : whole}${ending}`
}
const ending = ' …\n'
