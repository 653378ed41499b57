import type { InspectedUpdate } from './inspect-update.ts'
import type { Room } from './room.ts'
import type { UpdateTrial } from './update-trial.ts'

/** Beyond so many comparisons at worst, integrating an update is tried elsewhere first. */
const expensive = 2_000_000

/** Whether a room's document takes an update in within a bearable time. Rejects with `RoomLostError`. */
export async function isBearable(
  room: Room,
  trial: UpdateTrial,
  update: Uint8Array,
  { structCount }: InspectedUpdate,
): Promise<boolean> {
  // A struct takes at least a byte; they are counted one by one.
  if (structCount * room.bytes <= expensive || structCount * room.structCount <= expensive) return true
  const { update: state } = await room.state()
  return trial.isGood(state, update)
}
