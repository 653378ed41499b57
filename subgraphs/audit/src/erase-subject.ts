import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import type { EraseAuditSubjectInput, EraseAuditSubjectPayload } from './schema.generated.ts'

/**
 * Drops the key that a subject's personal fields are sealed under, and blanks those that wait to be sealed. The leaves
 * stay as they are, so every proof stays valid; what the subject does later is sealed under a new key.
 */
export function eraseSubject(
  { subjectId, reason }: EraseAuditSubjectInput,
  context: Context,
): Promise<EraseAuditSubjectPayload> {
  if (reason.trim() === '') throw badInput('reason', 'say why')
  return context.withLog(async (em) => {
    await recordAudit(em, context.viewer, {
      type: 'compliance_event',
      action: 'audit.erase_subject',
      resource: { type: 'audit_subject', id: subjectId },
      purpose: reason,
      tags: ['gdpr_art17'],
    })
    // Holds the head of the log: nothing of this tenant is sealed meanwhile.
    await em.execute('update audit.log set erasures = erasures + 1', [], 'run')
    const [pending] = await em.execute<{ events: number }[]>(
      `with blanked as (
        update audit.outbox set personal = null where subject = ? and personal is not null returning 1
      ) select count(*)::float8 as events from blanked`,
      [subjectId],
    )
    const [key] = await em.execute<{ events: number }[]>(
      'delete from audit.subject_key where subject = ? returning events::float8 as events',
      [subjectId],
    )
    return { subjectId, events: (pending?.events ?? 0) + (key?.events ?? 0) }
  })
}
