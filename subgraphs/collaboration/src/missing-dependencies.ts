import type { InspectedUpdate } from './inspect-update.ts'

/** Whether the update builds on, or deletes, something that neither the state nor the update itself holds. */
export function hasMissingDependencies(update: InspectedUpdate, clockOf: (client: number) => number): boolean {
  const reached = new Map<number, number>()
  const reachedBy = (client: number) => reached.get(client) ?? clockOf(client)
  for (const { client, from, to } of update.writes) {
    if (from > reachedBy(client)) return true
    reached.set(client, Math.max(reachedBy(client), to))
  }
  for (const [client, clock] of update.needs) if (clock > reachedBy(client)) return true
  return update.deletes.some(({ client, to }) => to > reachedBy(client))
}
