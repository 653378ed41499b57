import { badInput } from '@graphmemory/errors/client-error.ts'

/** At which time relations must hold to be seen: now, at an instant (milliseconds), or at any. */
export type Holding = 'NOW' | 'EVER' | number

export type GivenHolding = { readonly validAt?: Date | null | undefined; readonly anyTime?: boolean | null | undefined }

/** Reads `validAt` and `anyTime`, of which one at most may be given. */
export function readHolding({ validAt, anyTime }: GivenHolding): Holding {
  if (anyTime !== true) return validAt == null ? 'NOW' : new Date(validAt).getTime()
  if (validAt != null) throw badInput('anyTime', 'anyTime: an instant or any time, not both')
  return 'EVER'
}

/** The instant at which relations must hold; null where any will do. `now` is another where the past is read. */
export function instantOf(holding: Holding, now: number = Date.now()): number | null {
  if (holding === 'EVER') return null
  return holding === 'NOW' ? now : holding
}
