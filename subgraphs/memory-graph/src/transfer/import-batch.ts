import { isDeepStrictEqual } from 'node:util'
import type { Em } from '@graphmemory/database/database.ts'
import { executeBound } from '@graphmemory/database/execute-bound.ts'
import { isId, newId } from '@graphmemory/ids/new-id.ts'
import { textArray } from '../array-literals.ts'
import type { Context } from '../context.ts'
import { memoryEntity, relationEntity, type Memory, type Relation } from '../entities.ts'
import { heldByDocument } from '../live-document.ts'
import { checkMemories } from '../memory-types/check-memories.ts'
import { findStandIns } from '../follow-merges.ts'
import { knownRelationTypes, noSuchType } from '../relation-types.ts'
import { openFacts } from '../settle-facts.ts'
import { demandAllWritable } from '../spaces/space-access.ts'
import { findSpaces } from '../spaces/space.ts'
import { toSnapshot } from '../snapshot.ts'
import { changedBy, madeBy } from '../stamps.ts'
import { writeGraph, type GraphWriting } from '../write-graph.ts'
import { importDefinitions } from './import-definitions.ts'
import {
  isDefinition,
  type ImportedLine,
  type ImportedMemory,
  type ImportedRelation,
  type LineError,
} from './import-line.ts'
import { createWrittenBeside, type Sink } from './written-beside.ts'

export type BatchReport = {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly errors: readonly LineError[]
}

export type BatchOptions = {
  /** Leaves it to the caller to announce it. */
  readonly isQuiet?: boolean
  /** Keeps what was done, in the same transaction. */
  readonly keep?: (em: Em, done: BatchReport) => Promise<void>
}

/**
 * Imports lines in one transaction, definitions first: what is new is made, what differs is changed, what was deleted comes back, what is the
 * same stays untouched. It is for those who may write to every space, since a name may stand for what lies in any. No
 * external id may stand twice in one batch.
 */
export async function importBatch(
  context: Context,
  lines: readonly ImportedLine[],
  { isQuiet = false, keep }: BatchOptions = {},
): Promise<BatchReport> {
  const request = {
    action: 'memory.import',
    resource: { type: 'memory', id: null },
    details: { lines: lines.length },
    isQuiet,
    answerOf: 'kept',
  } as const
  let isAccessChanged = false
  const report = await writeGraph(context, request, async (writing) => {
    await demandAllWritable(writing.em)
    const counts = { created: 0, updated: 0, unchanged: 0 }
    const errors: LineError[] = []
    const changesAccess = () => {
      isAccessChanged = true
    }
    const importing = { context, writing, counts, errors, changesAccess }
    await importDefinitions(importing, lines.filter(isDefinition))
    const memories = await openMemories(
      importing,
      lines.filter((line) => line.kind === 'memory'),
    )
    const relations = await openRelations(
      importing,
      lines.filter((line) => line.kind === 'relation'),
      memories,
    )
    const written = createWrittenBeside(writing)
    await memories.decide(written.memories)
    await relations.decide(written.relations)
    await written.end()
    const done = { ...counts, errors }
    await keep?.(writing.em, done)
    return done
  })
  if (isAccessChanged) context.announceAccess()
  return report
}

export type Importing = {
  readonly context: Context
  readonly writing: GraphWriting
  readonly counts: { created: number; updated: number; unchanged: number }
  readonly errors: LineError[]
  /** Says that who sees what is changed. */
  readonly changesAccess: () => void
}

type Memories = {
  /** The memories that there are, by the names of lines. */
  readonly known: ReadonlyMap<string, Memory>
  /** Which memories answer in the place of those that are merged, by id. */
  readonly standIns: ReadonlyMap<string, string>
  /** The ids by the names of lines, of those that were decided and had no error. */
  readonly ids: ReadonlyMap<string, string>
  readonly names: ReadonlySet<string>
  decide(sink: Sink<Memory>): Promise<void>
}

/** Reads what there is to decide by. */
async function openMemories(
  { context, writing, counts, errors }: Importing,
  lines: readonly ImportedMemory[],
): Promise<Memories> {
  const names = lines.map(({ externalId }) => externalId)
  const known = await knownMemories(writing.em, names)
  const problems = await checkMemories(
    context,
    writing,
    lines.map(({ fields }) => fields),
  )
  const standIns = await findStandIns(
    writing.em,
    [...known.values()].map(({ id }) => id),
  )
  const all = await findSpaces(writing.em, null)
  // Another system's name comes before ours.
  const spaces = new Map([
    ...all.map(({ id }) => [id, id] as const),
    ...all.flatMap(({ id, externalId }) => (externalId === null ? [] : [[externalId, id] as const])),
  ])
  const ids = new Map<string, string>()

  const decideOne = ({ line, externalId, fields: given }: ImportedMemory, index: number, sink: Sink<Memory>): void => {
    const current = known.get(externalId)
    const standIn = standIns.get(current?.id ?? '')
    if (standIn !== undefined) {
      // It was merged into another, which knows better; relations of this name are that one's.
      ids.set(externalId, standIn)
      counts.unchanged += 1
      return
    }
    const spaceId = given.spaceId == null ? given.spaceId : (spaces.get(given.spaceId) ?? null)
    if (given.spaceId != null && spaceId === null) {
      errors.push({ line, field: 'spaceId', message: 'no such space' })
      return
    }
    const fields = spaceId === undefined ? given : { ...given, spaceId }
    const problem = problems[index]
    // What stays as it is was checked when it was written.
    if (problem != null && (current?.deletedAt !== null || !isSame(fields, current))) {
      errors.push({ line, ...problem })
      return
    }
    if (current === undefined) {
      const documentless = { documentId: null, documentEpoch: null, documentSeq: null, mergedInto: null }
      const row = { spaceId: null, ...fields, ...madeBy(writing), id: newId('mem'), externalId, ...documentless }
      writing.log.append({ kind: 'MEMORY_CREATED', before: null, after: toSnapshot(row) })
      sink.put(row)
      ids.set(externalId, row.id)
      counts.created += 1
      return
    }
    const held = heldByDocument(current, fields)
    if (held !== null) {
      errors.push({ line, field: held, message: `a live document holds the ${held}` })
      return
    }
    ids.set(externalId, current.id)
    if (current.deletedAt === null && isSame(fields, current)) {
      counts.unchanged += 1
      return
    }
    const row = { ...current, ...fields, ...changedBy(writing, current), deletedAt: null, mergedInto: null }
    if (current.deletedAt === null)
      writing.log.append({ kind: 'MEMORY_UPDATED', before: toSnapshot(current), after: toSnapshot(row) })
    else writing.log.append({ kind: 'MEMORY_RESTORED', before: null, after: toSnapshot(row) })
    sink.put(row)
    counts.updated += 1
  }

  return {
    known,
    standIns,
    ids,
    names: new Set(names),
    async decide(sink) {
      for (const [index, line] of lines.entries()) {
        decideOne(line, index, sink)
        await sink.turn()
      }
    },
  }
}

/** Reads what there is to decide by, before the memories are written. */
async function openRelations(
  { writing, counts, errors }: Importing,
  lines: readonly ImportedRelation[],
  memories: Memories,
): Promise<{ decide(sink: Sink<Relation>): Promise<void> }> {
  // What is known by its ends cannot be there where one of them is not yet.
  const isNew = (end: string) => memories.names.has(end) && !memories.known.has(end)
  const existing = await knownRelations(
    writing.em,
    lines.flatMap(({ externalId, isNamed, from, to }) => (isNamed || !(isNew(from) || isNew(to)) ? [externalId] : [])),
  )
  const ends = new Set(lines.flatMap(({ from, to }) => [from, to]).filter((end) => !memories.names.has(end)))
  const present = await presentMemories(writing.em, [...ends])
  const presentId = (end: string): string | undefined => {
    const memory = memories.known.get(end)
    if (memory === undefined) return present.get(end)
    return memory.deletedAt === null ? memory.id : memories.standIns.get(memory.id)
  }
  const idOf = (end: string): string | undefined => memories.ids.get(end) ?? presentId(end)
  const told = await matches(
    writing.em,
    'relation',
    lines.flatMap(({ contradicts }) => contradicts),
  )
  const made = new Map<string, string>()
  const types = await knownRelationTypes(
    writing.em,
    lines.map(({ fields }) => fields.type),
  )
  const facts = await openFacts(
    writing,
    types,
    lines.flatMap(({ from, fields }) => {
      const fromId = memories.known.get(from)?.id
      const standIn = fromId === undefined ? presentId(from) : (memories.standIns.get(fromId) ?? fromId)
      return standIn === undefined ? [] : [{ fromId: standIn, type: fields.type }]
    }),
  )

  const decideOne = (
    { line, externalId, from, to, fields: given, contradicts }: ImportedRelation,
    sink: Sink<Relation>,
  ): void => {
    const put = (row: Relation) => {
      sink.put(row)
      facts.put(row)
    }
    const [fromId, toId] = [idOf(from), idOf(to)]
    if (fromId === undefined || toId === undefined || fromId === toId) {
      const field = fromId === undefined ? 'from' : 'to'
      errors.push({
        line,
        field,
        message: fromId === toId && toId !== undefined ? 'another memory' : 'no such memory',
      })
      return
    }
    const isSingleValued = types.get(given.type)
    if (isSingleValued === undefined) {
      errors.push({ line, field: 'type', message: noSuchType })
      return
    }
    const contradicted = contradicts.map((name) => made.get(name) ?? told.get(name)?.id)
    if (contradicted.includes(undefined)) {
      errors.push({ line, field: 'contradicts', message: 'no such relation before it' })
      return
    }
    const said = contradicted.filter((id) => id !== undefined)
    const known = existing.get(externalId)
    if (known === undefined) {
      const named = { id: newId('rel'), externalId, fromId, toId, deletedWith: null }
      const settled = facts.settle({ ...given, ...named, contradicts: said })
      made.set(externalId, named.id)
      const row = { ...given, ...settled, ...named, ...madeBy(writing) }
      writing.log.append({ kind: 'RELATION_CREATED', before: null, after: toSnapshot(row) })
      put(row)
      counts.created += 1
      return
    }
    const current = facts.latest(known)
    if (current.fromId !== fromId || current.toId !== toId || current.type !== given.type) {
      errors.push({ line, field: 'externalId', message: 'it names a relation with other ends, or of another type' })
      return
    }
    // What a line does not say of a fact's validity may have been settled here.
    const { validFrom = null, validTo = null } = current
    const settledHere = { validFrom: given.validFrom ?? validFrom, validTo: given.validTo ?? validTo }
    const fields = isSingleValued ? { ...given, ...settledHere } : given
    // What a relation met stays: a line only adds to it.
    const met = [...new Set([...current.contradicts, ...said])].filter((id) => id !== current.id)
    if (current.deletedAt === null && isSame(fields, current) && met.length === current.contradicts.length) {
      counts.unchanged += 1
      return
    }
    const settled = facts.settle({ ...current, ...fields, contradicts: met })
    const row = {
      ...current,
      ...fields,
      ...settled,
      ...changedBy(writing, current),
      deletedAt: null,
      deletedWith: null,
    }
    if (current.deletedAt === null)
      writing.log.append({ kind: 'RELATION_UPDATED', before: toSnapshot(current), after: toSnapshot(row) })
    else writing.log.append({ kind: 'RELATION_RESTORED', before: null, after: toSnapshot(row) })
    put(row)
    counts.updated += 1
  }

  return {
    async decide(sink) {
      for (const line of lines) {
        decideOne(line, sink)
        await sink.turn()
      }
      for (const row of facts.ended()) sink.put(row)
    },
  }
}

const idPrefixes = { memory: 'mem', relation: 'rel' } as const

type Match = { readonly id: string; readonly name: string; readonly isDeleted: boolean }

/** What other systems know by these names, or we know by them. Another system's name comes before ours. */
async function matches(em: Em, table: 'memory' | 'relation', names: readonly string[]): Promise<Map<string, Match>> {
  if (names.length === 0) return new Map()
  // Each name is looked up by its index: joined, the planner would rather read all that the tenant has, for every batch.
  const found = await executeBound<Match>(
    em,
    `with names as (select name from unnest($1::text[]) as name)
      select known.id, name, known.deleted_at is not null as "isDeleted" from names
        cross join lateral (select id, deleted_at from graph.${table} where external_id = name limit 1) as known
      union all select known.id, name, known.deleted_at is not null from unnest($2::text[]) as name
        cross join lateral (select id, deleted_at from graph.${table}
          where id = name and external_id is distinct from name limit 1) as known`,
    [textArray(names), textArray(names.filter((name) => isId(idPrefixes[table], name)))],
  )
  return new Map(found.toReversed().map((match) => [match.name, match]))
}

/** The ids of the memories of these names that are not deleted, and of those that answer in the place of merged ones. */
async function presentMemories(em: Em, names: readonly string[]): Promise<Map<string, string>> {
  const found = [...(await matches(em, 'memory', names))]
  const deleted = found.flatMap(([, { id, isDeleted }]) => (isDeleted ? [id] : []))
  const standIns = await findStandIns(em, deleted)
  return new Map(
    found.flatMap(([name, { id, isDeleted }]) => {
      const present = isDeleted ? standIns.get(id) : id
      return present === undefined ? [] : [[name, present]]
    }),
  )
}

/** The rows of these names, deleted ones too. */
async function known<Row extends Memory | Relation>(
  em: Em,
  table: 'memory' | 'relation',
  names: readonly string[],
  find: (ids: readonly string[]) => Promise<readonly Row[]>,
): Promise<Map<string, Row>> {
  const found = await matches(em, table, names)
  if (found.size === 0) return new Map()
  const rows = new Map((await find([...found.values()].map(({ id }) => id))).map((row) => [row.id, row]))
  return new Map(
    [...found].flatMap(([name, { id }]) => {
      const row = rows.get(id)
      return row === undefined ? [] : [[name, row]]
    }),
  )
}

const knownMemories = (em: Em, names: readonly string[]) =>
  known(em, 'memory', names, (ids) => em.find(memoryEntity, { id: { $in: [...ids] } }))
const knownRelations = (em: Em, names: readonly string[]) =>
  known(em, 'relation', names, (ids) => em.find(relationEntity, { id: { $in: [...ids] } }))

/** Whether a row has these fields already. The order of a JSON object's members does not count. */
function isSame(fields: (ImportedMemory | ImportedRelation)['fields'], row: Memory | Relation): boolean {
  const current = Object.fromEntries(Object.entries(row))
  return Object.entries(fields).every(([name, value]) => isDeepStrictEqual(current[name] ?? null, value))
}
