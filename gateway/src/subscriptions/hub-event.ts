import { nextFrame, sharedPayload } from '@graphmemory/service/next-frame.ts'

/** Few ids are short and shared by many; those that are unique are not worth keeping. */
const maxKeptId = 8

/** An event of a subscription as JSON, written once for all who are given it. */
export class HubEvent {
  readonly json: string
  #shared: Buffer | undefined
  #frames: Map<string, Buffer> | undefined

  constructor(json: string) {
    this.json = json
  }

  get length(): number {
    return this.json.length
  }

  /** The `next` message of one operation of a socket, as a whole frame. */
  frameFor(operationId: string): Buffer {
    const known = this.#frames?.get(operationId)
    if (known !== undefined) return known
    this.#shared ??= sharedPayload(this.json)
    const frame = nextFrame(operationId, this.#shared)
    if (operationId.length <= maxKeptId) (this.#frames ??= new Map()).set(operationId, frame)
    return frame
  }
}
