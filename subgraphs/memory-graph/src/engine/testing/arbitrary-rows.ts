import fc from 'fast-check'
import type { GraphChange, LogEntry } from '../engine.ts'
import type { GraphMemory, GraphRelation } from '../graph-rows.ts'

/** Text as PostgreSQL can hold it: any Unicode but U+0000 and halves of pairs; with what CSV, JSON and Cypher quote. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replaceAll('\u0000', '').toWellFormed()),
  fc.constantFrom(
    '',
    ' ',
    '"',
    "'",
    '\\',
    '\n',
    '\r\n',
    '[a,b]',
    '{"a":1}',
    'null',
    '\u2028',
    '\ufeff',
    '$x',
    '*',
    '1e3',
  ),
  fc.lorem({ maxCount: 12 }),
)
const instant = fc.integer({ min: -(2 ** 41), max: 2 ** 43 })
const instantOrNull = fc.option(instant, { freq: 3 })
const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((letter) => `mem_${letter}`)
const relationTypes = ['RELATED_TO', 'PART_OF', 'PRECEDES', "it's custom"]

export const anyMemory: fc.Arbitrary<GraphMemory> = fc.record({
  id: fc.constantFrom(...ids),
  type: fc.constantFrom('SEMANTIC', 'EPISODIC', 'recipe'),
  title: anyText,
  content: anyText,
  tags: fc.array(anyText, { maxLength: 3 }),
  properties: fc
    .dictionary(fc.string({ maxLength: 5 }), fc.oneof(fc.integer(), fc.boolean()), { maxKeys: 3 })
    .map((value) => JSON.stringify(value)),
  spaceId: fc.option(fc.constantFrom('spc_1', 'spc_2')),
  createdBy: fc.constantFrom('usr_1', 'usr_2'),
  importance: fc.option(fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0)),
  createdAt: instant,
  updatedAt: instant,
  validFrom: instantOrNull,
  validTo: instantOrNull,
  version: fc.integer({ min: 1, max: 1_000_000 }),
})

/** A relation's ends follow from its id: they never change. */
export const anyRelation: fc.Arbitrary<GraphRelation> = fc
  .record({
    fromId: fc.constantFrom(...ids),
    toId: fc.constantFrom(...ids),
    number: fc.integer({ min: 0, max: 1 }),
    type: fc.constantFrom(...relationTypes),
    weight: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0),
    createdAt: instant,
    validFrom: instantOrNull,
    validTo: instantOrNull,
    version: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map(({ number, ...relation }) => ({ id: `rel_${relation.fromId}_${relation.toId}_${number}`, ...relation }))

const anyChange: fc.Arbitrary<GraphChange> = fc.oneof(
  { weight: 4, arbitrary: anyMemory.map((memory) => ({ kind: 'putMemory' as const, memory })) },
  { weight: 1, arbitrary: fc.constantFrom(...ids).map((id) => ({ kind: 'removeMemory' as const, id })) },
  { weight: 5, arbitrary: anyRelation.map((relation) => ({ kind: 'putRelation' as const, relation })) },
  {
    weight: 1,
    arbitrary: anyRelation.map(({ id, fromId, toId }) => ({ kind: 'removeRelation' as const, id, fromId, toId })),
  },
)

/** A log from its beginning. */
export function anyLog(maxLength: number): fc.Arbitrary<LogEntry[]> {
  return fc
    .array(fc.array(anyChange, { maxLength: 3 }), { minLength: 1, maxLength })
    .map((entries) => entries.map((changes, i) => ({ seq: i + 1, changes })))
}
