import type { Em } from '@graphmemory/database/database.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import { relationEntity, type Relation } from './entities.ts'
import { knownRelationTypes, noSuchType, type KnownTypes } from './relation-types.ts'
import { toSnapshot } from './snapshot.ts'
import { changedBy } from './stamps.ts'
import { saveRelations } from './transfer/save-rows.ts'
import type { GraphWriting } from './write-graph.ts'

/** A relation that is about to be written. */
export type Claim = Pick<Relation, 'id' | 'fromId' | 'toId' | 'type' | 'validFrom' | 'validTo' | 'contradicts'>
/** Whether it is said now, or was said before and yields. */
type Manner = 'SAYS' | 'YIELDS'
/** What comes of it beside what is there. */
export type Settled = Pick<Relation, 'validFrom' | 'validTo' | 'contradicts'>

/**
 * Sees to it that of a single-valued type, no two relations of one memory to different others hold at the same time: where
 * two contradict, the one that begins earlier ends where the other begins. Of two that begin at the same time the one
 * that is written now holds, and what the other has left after it; one that has nothing left stays with an empty validity.
 * What is written without a beginning or an end, beside one that has begun, begins now. What comes back from the past, or
 * from another memory, yields to what is there: it does neither, and holds nothing of what begins with another.
 */
export type Facts = {
  /** What a relation may be written as. What it ends is changed first, in the log too. */
  settle(claim: Claim, manner?: Manner): Settled
  /** A relation as it is now, where it was ended meanwhile. */
  latest(row: Relation): Relation
  /** A relation was written: those that are settled after it meet it. */
  put(row: Relation): void
  /** The relations that were ended, as they are to be saved; those that were put among them. */
  ended(): readonly Relation[]
}

/** Reads what relations like these may contradict. */
export async function openFacts(
  writing: GraphWriting,
  types: KnownTypes,
  claims: readonly Pick<Claim, 'fromId' | 'type'>[],
): Promise<Facts> {
  const single = claims.filter(({ type }) => types.get(type) === true)
  const rows = new Map((await readLike(writing.em, single)).map((row) => [row.id, row]))
  const alike = Map.groupBy(rows.values(), keyOf)
  const ended = new Set<string>()

  const put = (row: Relation) => {
    if (types.get(row.type) !== true) return
    if (!rows.has(row.id)) alike.set(keyOf(row), [...(alike.get(keyOf(row)) ?? []), row])
    rows.set(row.id, row)
  }
  const end = (row: Relation, validity: Partial<Relation>) => {
    const changed = { ...row, ...validity, ...changedBy(writing, row) }
    writing.log.append({ kind: 'RELATION_UPDATED', before: toSnapshot(row), after: toSnapshot(changed) })
    rows.set(row.id, changed)
    ended.add(row.id)
  }

  return {
    put,
    latest: (row) => rows.get(row.id) ?? row,
    settle(claim, manner = 'SAYS') {
      const others = (alike.get(keyOf(claim)) ?? [])
        .map((row) => rows.get(row.id) ?? row)
        .filter(({ id, toId }) => id !== claim.id && toId !== claim.toId)
      const { settled, endings } = (manner === 'SAYS' ? say : yieldTo)(claim, others, writing.at)
      for (const { row, validity } of endings) end(row, validity)
      return settled
    },
    ended: () => [...ended].flatMap((id) => rows.get(id) ?? []),
  }
}

/** Settles one relation and saves what it ends. Throws `BAD_USER_INPUT` where the tenant has no such type. */
export async function settleFact(writing: GraphWriting, claim: Claim): Promise<Settled> {
  const types = await knownRelationTypes(writing.em, [claim.type])
  if (!types.has(claim.type)) throw badInput('type', `type: ${noSuchType}`)
  const facts = await openFacts(writing, types, [claim])
  const settled = facts.settle(claim)
  await saveRelations(writing.em, facts.ended())
  return settled
}

const keyOf = ({ fromId, type }: Pick<Claim, 'fromId' | 'type'>) => `${fromId} ${type}`

async function readLike(em: Em, claims: readonly Pick<Claim, 'fromId' | 'type'>[]): Promise<Relation[]> {
  if (claims.length === 0) return []
  const fromId = { $in: [...new Set(claims.map((each) => each.fromId))] }
  const type = { $in: [...new Set(claims.map((each) => each.type))] }
  const options = { disableIdentityMap: true, orderBy: { id: 'asc' } } as const
  return em.find(relationEntity, { fromId, type, deletedAt: null }, options)
}

type Ending = { readonly row: Relation; readonly validity: Partial<Pick<Relation, 'validFrom' | 'validTo'>> }

type Outcome = { readonly settled: Settled; readonly endings: readonly Ending[] }

function say(claim: Claim, rows: readonly Relation[], now: Date): Outcome {
  const isOpen = claim.validFrom == null && claim.validTo == null
  const beginsNow = isOpen && rows.some((row) => meets(claim, row) && beginning(row) <= now.getTime())
  return order({ ...claim, validFrom: beginsNow ? now : (claim.validFrom ?? null) }, rows)
}

function yieldTo(claim: Claim, rows: readonly Relation[], now: Date): Outcome {
  const equal = rows.find((row) => meets(claim, row) && beginning(row) === beginning(claim))
  if (equal === undefined) return order(claim, rows)
  const never = claim.validFrom ?? now
  const contradicts = [...new Set([...claim.contradicts, equal.id])]
  return { settled: { validFrom: never, validTo: never, contradicts }, endings: [] }
}

/** Of each two that meet, the one that begins earlier ends where the other begins. */
function order(claim: Claim, rows: readonly Relation[]): Outcome {
  const { validFrom = null } = claim
  const others = rows.filter((row) => meets({ validFrom, validTo: claim.validTo }, row))
  const begins = beginning({ validFrom })
  const next = others.filter((row) => beginning(row) > begins).toSorted((a, b) => beginning(a) - beginning(b))[0]
  const validTo = next?.validFrom ?? claim.validTo ?? null
  const endings = others
    .filter((row) => beginning(row) <= begins)
    .map((row) => ({ row, validity: beginning(row) < begins ? { validTo: validFrom } : rest(row, validTo) }))
  const contradicts = [...new Set([...claim.contradicts, ...others.map(({ id }) => id)])]
  return { settled: { validFrom, validTo, contradicts }, endings }
}

/** What is left of a relation after another, which began with it, has ended. */
function rest(row: Relation, end: Date | null): Ending['validity'] {
  if (end !== null && ending(row) > end.getTime()) return { validFrom: end }
  return row.validFrom === null ? { validFrom: row.validTo } : { validTo: row.validFrom }
}

type Validity = { readonly validFrom?: Date | null | undefined; readonly validTo?: Date | null | undefined }
const beginning = ({ validFrom }: Validity) => validFrom?.getTime() ?? -Infinity
const ending = ({ validTo }: Validity) => validTo?.getTime() ?? Infinity

/** Whether there is a time at which both hold. */
const meets = (a: Validity, b: Validity): boolean =>
  Math.max(beginning(a), beginning(b)) < Math.min(ending(a), ending(b))
