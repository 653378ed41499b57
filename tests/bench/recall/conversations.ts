import { readFile } from 'node:fs/promises'

/** One conversation of the LoCoMo data set: what was said, what its authors noted of it, and what can be asked. */
export type Conversation = {
  readonly name: string
  readonly sessions: readonly {
    readonly heldAt: string
    readonly turns: readonly { readonly id: string; readonly speaker: string; readonly text: string }[]
    /** The data's own facts, each with the turns that support it. */
    readonly facts: readonly { readonly about: string; readonly text: string; readonly turnIds: readonly string[] }[]
  }[]
  readonly questions: readonly { readonly text: string; readonly turnIds: readonly string[] }[]
}

const file = new URL('../../../../shared/data/locomo-dev.json', import.meta.url)

/** The conversations, or null where the data is not at hand: its licence keeps it out of this repository. */
export async function readConversations(): Promise<readonly Conversation[] | null> {
  const json = await readFile(file, 'utf8').catch(() => null)
  return json === null ? null : (JSON.parse(json) as readonly Source[]).map(toConversation)
}

type Source = {
  readonly sample_id: string
  readonly conversation: Readonly<Record<string, string | readonly SourceTurn[]>>
  readonly observation: Readonly<
    Record<string, Readonly<Record<string, readonly (readonly [string, string | readonly string[]])[]>>>
  >
  readonly qa: readonly { readonly question: string; readonly evidence: readonly string[] }[]
}
type SourceTurn = {
  readonly dia_id: string
  readonly speaker: string
  readonly text: string
  readonly blip_caption?: string
}

function toConversation({ sample_id: name, conversation, observation, qa }: Source): Conversation {
  const numbers = Object.keys(conversation)
    .flatMap((key) => /^session_(\d+)$/.exec(key)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => a - b)
  const sessions = numbers.map((n) => {
    const turns = conversation[`session_${n}`]
    return {
      heldAt: textOf(conversation[`session_${n}_date_time`]),
      turns: (typeof turns === 'object' ? turns : []).map((turn) => ({
        id: turn.dia_id,
        speaker: turn.speaker,
        text: turn.blip_caption === undefined ? turn.text : `${turn.text} [${turn.blip_caption}]`,
      })),
      facts: Object.entries(observation[`session_${n}_observation`] ?? {}).flatMap(([about, facts]) =>
        facts.map(([text, evidence]) => ({
          about,
          text,
          turnIds: [evidence].flat().flatMap((ids) => ids.split(/[,;\s]+/)),
        })),
      ),
    }
  })
  const known = new Set(sessions.flatMap((session) => session.turns.map((turn) => turn.id)))
  const questions = qa
    .map(({ question, evidence }) => ({ text: question, turnIds: evidence.filter((id) => known.has(id)) }))
    .filter(({ turnIds }) => turnIds.length > 0)
  return { name, sessions, questions }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
