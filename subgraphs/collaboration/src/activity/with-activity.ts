import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Em } from '@graphmemory/database/database.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import { authorize } from '@graphmemory/identity/permissions.ts'
import { knownActor, type KnownActor } from '../actor-kinds.ts'
import type { Context } from '../context.ts'
import { isAtLeast } from '../roles/document-roles.ts'
import { documentOf } from '../enter-document.ts'
import type { DocumentRole } from '../schema.generated.ts'
import { remarkActions, type Happening } from './activity-kinds.ts'
import { appendActivity, takeHead, type ActivityHead } from './append-activity.ts'

const minuteMs = 60_000

/** Writes down that something happened, for the document's readers and for the audit log. */
export type Tell = (happening: Happening) => Promise<void>

/**
 * Runs a transaction that changes what is said about a document. One at a time for each document, over all nodes: so the
 * activity's numbers show up in order and without gaps, and limits hold exactly. `find` gives the document; whatever else
 * is to be changed must be locked after it, in `work`. Throws `NOT_FOUND`, `FORBIDDEN`, `RATE_LIMITED`.
 */
export async function withActivity<T>(
  context: Context,
  find: (em: Em) => Promise<string>,
  work: (em: Em, tell: Tell, documentId: string, role: DocumentRole) => Promise<T>,
  { isLimited }: { readonly isLimited: boolean } = { isLimited: true },
): Promise<T> {
  const { collaboration, viewer } = context
  authorize(viewer, 'read', 'document')
  // Asked before the transaction: it asks another subgraph.
  const { id } = await documentOf(context, await collaboration.database.withTenant(viewer, find))
  const access = await collaboration.roles.accessTo(viewer, id)
  const actor = knownActor(viewer)
  let told: ActivityHead | null = null
  const done = await collaboration.database.withTenant(viewer, async (em) => {
    const documentId = await find(em)
    const role = await collaboration.roles.in(em, viewer, documentId, access)
    if (role === null || !isAtLeast(role, 'COMMENTER'))
      throw new ClientError('FORBIDDEN', 'You may not comment on this document')
    await takeHead(em, documentId)
    if (isLimited) await checkRate(em, documentId, actor, collaboration.limits.remarksPerMinute)
    const tell: Tell = async (happening) => {
      const { kind, threadId, details } = happening
      await recordAudit(em, viewer, {
        type: 'collaboration',
        action: remarkActions[kind],
        resource: resourceOf(happening),
        details: { documentId, ...(threadId !== undefined && { threadId }), ...details },
      })
      told = await appendActivity(em, documentId, actor, kind, happening)
    }
    return work(em, tell, documentId, role)
  })
  if (told !== null) collaboration.activityNews.tell(tenantOf(viewer), told)
  return done
}

function resourceOf({ threadId, commentId, suggestionId }: Happening) {
  if (suggestionId !== undefined) return { type: 'suggestion', id: suggestionId }
  return commentId === undefined ? { type: 'comment_thread', id: threadId ?? null } : { type: 'comment', id: commentId }
}

async function checkRate(em: Em, documentId: string, { kind, id }: KnownActor, perMinute: number): Promise<void> {
  const [first] = await em.execute<{ ago_ms: number }[]>(
    `select (extract(epoch from clock_timestamp() - created_at) * 1000)::float8 as ago_ms from collab.activity
     where document_id = ? and actor_kind = ? and actor_id = ? and version_id is null order by seq desc offset ? limit 1`,
    [documentId, kind, id, perMinute - 1],
  )
  if (first === undefined || first.ago_ms >= minuteMs) return
  const retryAfterMs = Math.ceil(minuteMs - first.ago_ms)
  throw new ClientError('RATE_LIMITED', `At most ${perMinute} remarks a minute about one document`, { retryAfterMs })
}
