import { expect, test } from 'vitest'
import { createLocalEmbedder } from '../embedding/local-embedder.ts'
import { memory, testEngine } from '../engine/testing/test-engine.ts'

/** Each is the answer to one question in its own words, and to one in others. */
const answers = [
  ['The cat sleeps on the windowsill all afternoon', 'cat windowsill', 'Where does the kitten nap?'],
  ['Reset your password from the sign-in page', 'reset password', 'How do I recover my login?'],
  ['The deployment failed because a variable was not set', 'deployment failed variable', 'Why did the release break?'],
  ['Our office moved to a larger building in March', 'office moved building', 'When did the company relocate?'],
  ['She bought an automobile with the money she saved', 'automobile money', 'How did she pay for her car?'],
  ['The physician advised him to rest for a week', 'physician rest week', 'What did the doctor recommend?'],
  ['Heavy rain flooded the cellar last night', 'rain flooded cellar', 'What happened to the basement in the storm?'],
  ['The children built a snowman in the garden', 'children snowman', 'What did the kids make in winter?'],
  ['Our team won the football final by two goals', 'team football goals', 'Who was victorious in the soccer match?'],
  ['He repaired the bicycle with a new chain', 'repaired bicycle chain', 'How did he fix his bike?'],
] as const
/** What has words of the questions and answers none of them. */
const others = [
  'A page of notes about the release party',
  'The login counter of the museum',
  'A car park behind the station',
  'Winter timetable of the ferry',
  'The company of a good book',
  'Storm is the name of the ship',
  'A match for the candle',
  'The doctor who wrote novels',
]

test('with meanings, what answers a question in other words is found, and nothing is lost that words find', async () => {
  await using bench = await testEngine()
  await using embedder = createLocalEmbedder()
  const { signal } = new AbortController()
  const embed = (texts: readonly string[]) => embedder.embed(texts, { urgent: true, signal })
  const texts = [...answers.map(([text]) => text), ...others]
  const memories = texts.map((content, n) => memory(`mem_${n}`, { title: '', content }))
  const vectors = await embed(texts)
  const tenant = 'ten_meaning'
  await bench.engine.rebuild(tenant, { seq: 1, memories, relations: [] })
  const entries = vectors.map((vector, n) => ({ memoryId: `mem_${n}`, vectors: [vector] }))
  const dimensions = vectors[0]?.length ?? 0
  await bench.engine.putVectors(tenant, { model: embedder.model, dimensions, after: 0, upTo: 1, entries })

  /** The sum of 1 / place of the answers, for one kind of question. */
  const reciprocalRanks = async (mode: 'TEXT' | 'HYBRID', questions: readonly string[]) => {
    const meanings = await embed(questions)
    let sum = 0
    for (const [n, query] of questions.entries()) {
      const values = meanings[n] ?? new Float32Array()
      const vector = { model: embedder.model, values }
      const hits = await bench.engine.search(tenant, { query, mode, vector, limit: 5 })
      const place = hits.findIndex(({ memoryId }) => memoryId === `mem_${n}`)
      if (place >= 0) sum += 1 / (place + 1)
    }
    return sum
  }
  const own = answers.map(([, question]) => question)
  const otherwise = answers.map(([, , question]) => question)
  expect(await reciprocalRanks('TEXT', own)).toBe(answers.length)
  expect(await reciprocalRanks('HYBRID', own)).toBe(answers.length)
  expect(await reciprocalRanks('HYBRID', otherwise)).toBeGreaterThan(await reciprocalRanks('TEXT', otherwise))
}, 120_000)
