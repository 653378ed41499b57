import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs'
import { Audience } from './audience.ts'
import type { LocalEdit } from './local-edit.ts'
import type { RoomEvent } from './room-event.ts'
import { Vouchers } from './vouchers.ts'

const empty = { seq: 0, update: encodeStateAsUpdate(new Doc()), stateVector: encodeStateVector(new Doc()) }
const source = {
  seq: 0,
  isLost: false,
  presences: { all: () => [] },
  vouchers: new Vouchers(randomBytes(32), 1),
  state: async () => empty,
  takeIn: () => undefined,
}
let audience: Audience

beforeEach(() => {
  vi.useFakeTimers()
  audience = new Audience(source, 50, 1_000)
})

afterEach(() => {
  audience.close()
  vi.useRealTimers()
})

/** Somebody who is shown edits early; what he is sent. */
async function join(yjsClientId: number): Promise<RoomEvent[]> {
  const events: RoomEvent[] = []
  const subscriber = {
    sessionId: String(yjsClientId),
    isEarly: true,
    send: (event: RoomEvent) => events.push(event) > 0,
    isReady: () => true,
    end: () => undefined,
  }
  const { start } = await audience.add(subscriber, yjsClientId, undefined)
  start()
  return events
}

/** Somebody types, and it is durable after a moment. */
async function type(yjsClientId: number): Promise<void> {
  const writes = [{ client: yjsClientId, from: 0, to: 1 }]
  const edit: LocalEdit = { payload: empty.update, yjsClientId, writes, isShowable: true, trace: '', isDurable: false }
  audience.addEdit(edit)
  await vi.advanceTimersByTimeAsync(50)
  audience.addEntry(edit.payload, edit)
  await vi.advanceTimersByTimeAsync(50)
}

const alone = (events: readonly RoomEvent[]) => events.filter(({ early }) => early?.vouched === null)

test('E2: what is durable is told with the edits that come; alone within half a second where none does, and to who types alone', async () => {
  const [ada, grace, victor] = await Promise.all([join(1), join(2), join(3)])
  for (let n = 0; n < 10; n++) {
    await type(1)
    await type(2)
  }
  expect([ada, grace, victor].map((events) => events.length)).toEqual([10, 10, 20])
  expect([ada, grace, victor].flatMap(alone)).toEqual([])
  await vi.advanceTimersByTimeAsync(450)
  expect([ada, grace, victor].map(alone)).toMatchObject([1, 2, 3].map(() => [{ early: { underWay: 0 } }]))
  await vi.advanceTimersByTimeAsync(2_000)
  expect(alone(victor)).toHaveLength(1)

  for (let n = 0; n < 10; n++) await type(1)
  expect(alone(ada)).toHaveLength(2)
})
