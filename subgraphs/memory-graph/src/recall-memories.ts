import { createHash } from 'node:crypto'
import { z } from 'zod'
import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { authorOf } from './author.ts'
import type { Context } from './context.ts'
import type { ActorKind } from './graph-types.ts'
import { packMemories, type RecallItem } from './pack-memories.ts'
import { readInput } from './read-input.ts'
import { searchMemories } from './search-memories.ts'

/** What an agent asked for and was given, word for word. */
export type RecallReceipt = {
  readonly id: string
  readonly query: string
  readonly budgetTokens: number
  readonly tokens: number
  readonly items: readonly RecallItem[]
  readonly usesMeaning: boolean
  readonly stale: boolean
  readonly actorKind: ActorKind
  readonly actorId: string
  readonly recordedAt: Date
}

/** What was given, as one text. */
export const textOf = ({ items }: Pick<RecallReceipt, 'items'>): string => items.map(({ text }) => text).join('')

/** By what a receipt is compared with what the audit log holds of it: nobody changes the one without the other to tell. */
export const digestOf = (receipt: Pick<RecallReceipt, 'items'>): string =>
  createHash('sha256').update(textOf(receipt)).digest('hex')

/** So many hits are considered: a budget is spent on the best. */
const maxHits = 50

const shape = z.object({
  query: z.string().min(1, 'at least one character').max(1_000, 'at most 1,000 characters'),
  budgetTokens: z.int().min(50, 'from 50 to 32,000').max(32_000, 'from 50 to 32,000'),
  filter: z.unknown().optional(),
})

/**
 * What the memory knows that answers a query, within a budget. The receipt is kept before the answer is given, so that
 * nobody ever read what the audit log does not tell of.
 */
export async function recallMemories(context: Context, given: unknown): Promise<RecallReceipt> {
  const { query, budgetTokens, filter } = readInput(shape, given)
  const found = await searchMemories(context, { query, mode: 'HYBRID', filter, first: maxHits })
  const items = packMemories(found.edges, budgetTokens)
  const chosen = new Set(items.map(({ memoryId }) => memoryId))
  const spaceIds = found.nodes.flatMap((node) => (chosen.has(node.id) ? (node.spaceId ?? []) : []))
  const { kind: actorKind, id: actorId } = authorOf(context.viewer)
  const receipt: RecallReceipt = {
    id: newId('recall'),
    query,
    budgetTokens,
    tokens: items.reduce((sum, { tokens }) => sum + tokens, 0),
    items,
    usesMeaning: found.usesMeaning,
    stale: found.stale,
    actorKind,
    actorId,
    recordedAt: new Date(),
  }
  await context.withTenant(async (em) => {
    await recordAudit(em, context.viewer, {
      type: 'data_access',
      action: 'memory.recall',
      resource: { type: 'recall_receipt', id: receipt.id },
      details: {
        memories: items.map(({ memoryId, version }) => ({ id: memoryId, version })),
        tokens: receipt.tokens,
        sha256: digestOf(receipt),
      },
    })
    await em.execute(
      `insert into graph.recall_receipt (tenant_id, id, query, budget_tokens, tokens, items, uses_meaning, stale,
         actor_kind, actor_id, recorded_at, space_ids) values (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?::jsonb)`,
      [
        tenantOf(context.viewer),
        receipt.id,
        query,
        budgetTokens,
        receipt.tokens,
        JSON.stringify(items),
        receipt.usesMeaning,
        receipt.stale,
        actorKind,
        actorId,
        receipt.recordedAt,
        JSON.stringify(spaceIds),
      ],
      'run',
    )
  })
  return receipt
}

/** What was given once, as it was given; null where there is no such receipt. */
export async function readReceipt(context: Context, id: string): Promise<RecallReceipt | null> {
  const [row] = await context.withTenant((em) =>
    em.execute<RecallReceipt[]>(
      `select id, query, budget_tokens as "budgetTokens", tokens, items, uses_meaning as "usesMeaning", stale,
         actor_kind as "actorKind", actor_id as "actorId", recorded_at as "recordedAt"
         from graph.recall_receipt where id = ?`,
      [id],
    ),
  )
  return row === undefined ? null : { ...row, recordedAt: new Date(row.recordedAt) }
}
