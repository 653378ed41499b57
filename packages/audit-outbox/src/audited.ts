/**
 * The SQL that makes a table refuse, at commit, every change (or only one kind, where the server itself does the rest)
 * whose transaction holds no audit record.
 *
 * A change that comes after its record costs one look-up at once; only a change that comes before is
 * checked again at commit. What counts is the row in the outbox, by the transaction's id: rolling
 * back to a savepoint takes the record away, and no setting can stand in for it.
 */
export function audited(
  table: `${string}.${string}`,
  changes: 'insert' | 'delete' | 'insert or update or delete' = 'insert or update or delete',
): readonly string[] {
  return [
    `create constraint trigger audited after ${changes} on ${table}
      deferrable initially deferred for each row
      when (not audit.is_recorded()) execute function audit.demand_record()`,
  ]
}
