import type { PushStatus } from '@graphmemory/document-frames/server-frames.ts'
import { fromBase64, toBase64 } from 'lib0/buffer'
import type { FrameExchange } from './frame-exchange.ts'
import {
  documentEvents,
  pushUpdate,
  type ControlKind,
  type DocumentRole,
  type Operation,
  type PresenceChange,
  type Session,
} from './operations.ts'

/** What a push carries: an edit, what the session shows of itself, or both. */
export type OwnPush = {
  readonly batchId: string
  readonly update: Uint8Array | null
  readonly presence: { readonly clock: number; readonly state: unknown } | null
}

/** What became of a push. What is OK is durable. */
export type PushAnswer = {
  readonly status: PushStatus
  readonly stateVector: Uint8Array | null
  readonly retryAfterMs: number | null
}

export type Control = {
  readonly kind: ControlKind
  readonly role: DocumentRole | null
  readonly retryAfterMs: number | null
  readonly isReadOnly: boolean | null
}

export type DocumentEvent = {
  readonly update: Uint8Array | null
  /** Edits that are not durable yet, and how many of all that were shown are not; null where the server shows none. */
  readonly early: { readonly vouched: Uint8Array | null; readonly underWay: number } | null
  readonly stateVector: Uint8Array | null
  readonly presence: readonly PresenceChange[] | null
  readonly control: Control | null
}

/** A session's open stream, and the way of its pushes. */
export type DocumentChannel = {
  /** Rejects with `ConnectionLostError` or `RefusedError`. */
  push(push: OwnPush): Promise<PushAnswer>
  /** Gives back what an event brought as vouched; null where that cannot be said. Rejects as `push` does. */
  readonly giveBack: ((batchId: string, vouched: Uint8Array) => Promise<PushAnswer>) | null
  leave(): void
}

export type ChannelSink = {
  readonly next: (event: DocumentEvent) => void
  readonly end: (error: unknown) => void
}

/** The part of a connection that a channel goes over. */
export type Carrier = {
  ask<Data>(operation: Operation<Data>, variables: Record<string, unknown>): Promise<Data>
  /** The stream's id on its socket, and what ends it. */
  open<Data>(
    operation: Operation<Data>,
    variables: Record<string, unknown>,
    sink: { readonly next: (data: Data) => void; readonly end: (error: unknown) => void },
  ): { readonly id: number; readonly leave: () => void }
  /** Null where the socket has messages of text only. */
  readonly frames: FrameExchange | null
}

/** Opens a session's stream over a connection: in frames where the socket has them, and else as operations. */
export function openChannel(
  carrier: Carrier,
  session: Session,
  stateVector: Uint8Array,
  sink: ChannelSink,
): DocumentChannel {
  const { id, leave } = carrier.open(
    documentEvents,
    { s: session.id, v: toBase64(stateVector) },
    {
      next: ({ e }) =>
        sink.next({
          update: bytesOf(e.u),
          early: null,
          stateVector: bytesOf(e.v),
          presence: e.p,
          control: e.c === null ? null : { kind: e.c.k, role: e.c.r, retryAfterMs: e.c.t, isReadOnly: e.c.o },
        }),
      end: (error) => sink.end(error),
    },
  )
  const { frames } = carrier
  if (frames === null) {
    return {
      leave,
      giveBack: null,
      async push({ batchId, update, presence }) {
        const input = {
          sessionId: session.id,
          epoch: session.epoch,
          batchId,
          ...(update !== null && { update: toBase64(update) }),
          ...(presence !== null && { presence: presence.state, presenceClock: presence.clock }),
        }
        const { p } = await carrier.ask(pushUpdate, { i: input })
        return { status: p.s, stateVector: bytesOf(p.v), retryAfterMs: p.t }
      },
    }
  }
  const deafen = frames.listen(id, ({ update, vouched, underWay, presence }) =>
    sink.next({ update, early: { vouched, underWay }, stateVector: null, presence, control: null }),
  )
  const { epoch } = session
  return {
    push: (push) => frames.push({ ...push, vouched: null, stream: id, epoch }),
    giveBack: (batchId, vouched) => frames.push({ batchId, update: null, vouched, presence: null, stream: id, epoch }),
    leave() {
      deafen()
      leave()
    },
  }
}

const bytesOf = (text: string | null) => (text === null ? null : fromBase64(text))
