import { once } from 'node:events'
import { createDecoder, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding'
import {
  createEncoder,
  type Encoder,
  toUint8Array,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
} from 'lib0/encoding'
import { WebSocket } from 'ws'
import { encodeStateVector, Doc } from 'yjs'
import type { EditingClient, EditingClientOptions } from './editing-client.ts'

const sync = 0
const awareness = 1
const auth = 2
const syncStatus = 8
const stepOne = 0
const update = 2

let lastClientId = 1_000_000

/** Speaks as Hocuspocus's provider does, without its document. */
export async function joinHocuspocus({
  url,
  documentId,
  onUpdate,
  onAcknowledged,
}: EditingClientOptions): Promise<EditingClient> {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  const clientId = ++lastClientId
  let bytes = 0
  let clock = 0
  const say = (write: (encoder: Encoder) => void) => {
    const encoder = createEncoder()
    writeVarString(encoder, documentId)
    write(encoder)
    socket.send(toUint8Array(encoder))
  }
  await once(socket, 'open')
  const synced = Promise.withResolvers<void>()
  socket.on('message', (raw: Buffer) => {
    bytes += raw.length + (raw.length < 126 ? 2 : 4)
    const decoder = createDecoder(raw)
    readVarString(decoder)
    const type = readVarUint(decoder)
    if (type === syncStatus) onAcknowledged()
    if (type !== sync) return
    if (readVarUint(decoder) === stepOne) return
    synced.resolve()
    onUpdate?.(readVarUint8Array(decoder))
  })
  say((encoder) => {
    writeVarUint(encoder, auth)
    writeVarUint(encoder, 0)
    writeVarString(encoder, 'bench')
  })
  say((encoder) => {
    writeVarUint(encoder, sync)
    writeVarUint(encoder, stepOne)
    writeVarUint8Array(encoder, encodeStateVector(new Doc()))
  })
  await synced.promise
  bytes = 0
  return {
    clientId,
    send(edit, cursor) {
      say((encoder) => {
        writeVarUint(encoder, sync)
        writeVarUint(encoder, update)
        writeVarUint8Array(encoder, edit)
      })
      if (cursor === null) return
      const state = createEncoder()
      writeVarUint(state, 1)
      writeVarUint(state, clientId)
      writeVarUint(state, ++clock)
      writeVarString(state, JSON.stringify(cursor))
      say((encoder) => {
        writeVarUint(encoder, awareness)
        writeVarUint8Array(encoder, toUint8Array(state))
      })
    },
    bytesRead: () => bytes,
    stall: () => socket.pause(),
    close: () => socket.terminate(),
  }
}
