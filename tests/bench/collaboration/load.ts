import { createInterface } from 'node:readline'
import { applyUpdate, Doc, encodeStateVector, decodeStateVector, parseUpdateMeta } from 'yjs'
import type { EditingClient, Join } from './editing-client.ts'
import { joinHocuspocus } from './hocuspocus-client.ts'
import { joinOurs } from './our-client.ts'
import type { LoadResult, Scenario } from './scenario.ts'

// The editors of one scenario at one server. Is told `start`, and later `stop`, on its input; answers with a line each.

type Setting = { readonly system: 'ours' | 'hocuspocus'; readonly url: string; readonly documents: readonly string[] }
type Editor = EditingClient & {
  readonly edit: () => void
  readonly unanswered: number[]
}
type Watched = { readonly documentId: string; readonly doc: Doc }

const setting: Setting = JSON.parse(process.argv[2] ?? '')
const scenario: Scenario = JSON.parse(process.argv[3] ?? '')
const join: Join = setting.system === 'ours' ? joinOurs : joinHocuspocus
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const answer = (value: unknown) => console.log(JSON.stringify(value))

const sentAt = new Map<number, number[]>()
const deliveries: number[] = []
const acknowledgements: number[] = []
const watched: Watched[] = []
const total = new Map<string, number>()
let isMeasuring = false

/** Takes in what a watching editor is sent, and notes how long ago each edit of somebody else's was made. */
function watch(documentId: string, doc: Doc): (update: Uint8Array) => void {
  watched.push({ documentId, doc })
  return (update) => {
    const now = performance.now()
    const { from, to } = parseUpdateMeta(update)
    applyUpdate(doc, update)
    if (!isMeasuring) return
    for (const [client, end] of to) {
      const sent = sentAt.get(client)
      for (let clock = from.get(client) ?? 0; clock < end; clock++) {
        const at = sent?.[clock]
        if (at !== undefined) deliveries.push(now - at)
      }
    }
  }
}

async function open(index: number): Promise<Editor> {
  const documentId = setting.documents[index % setting.documents.length] ?? ''
  const seat = Math.floor(index / setting.documents.length)
  const unanswered: number[] = []
  const seen = seat < scenario.watchersPerDocument ? new Doc() : null
  const client = await join({
    url: setting.url,
    documentId,
    onUpdate: seen === null ? null : watch(documentId, seen),
    onAcknowledged() {
      const at = unanswered.shift()
      if (at !== undefined && isMeasuring) acknowledgements.push(performance.now() - at)
    },
  })
  const doc = new Doc()
  doc.clientID = client.clientId
  const text = doc.getText('content')
  const sent: number[] = []
  sentAt.set(client.clientId, sent)
  let update: Uint8Array = new Uint8Array()
  doc.on('update', (made: Uint8Array) => (update = made))
  return {
    ...client,
    unanswered,
    edit() {
      text.insert(text.length, 'x')
      const now = performance.now()
      sent.push(now)
      unanswered.push(now)
      // A server need not send an editor what he typed himself.
      if (seen !== null) applyUpdate(seen, update)
      total.set(documentId, (total.get(documentId) ?? 0) + 1)
      client.send(update, scenario.hasPresence ? cursorAt(sent.length) : null)
    },
  }
}

const cursorAt = (position: number) => {
  const at = { type: null, tname: 'content', item: { client: 1234567, clock: position }, assoc: 0 }
  return { user: { name: 'Somebody', color: '#8844aa', colorLight: '#8844aa33' }, cursor: { anchor: at, head: at } }
}

const editors: Editor[] = []
const opening = Array.from({ length: 20 }, async (_, lane) => {
  for (let index = lane; index < scenario.editors; index += 20) editors.push(await open(index))
})
await Promise.all(opening)
const stalled: EditingClient[] = []
for (let n = 0; n < scenario.stalled; n++) {
  const client = await join({
    url: setting.url,
    documentId: setting.documents[0] ?? '',
    onUpdate: null,
    onAcknowledged: () => undefined,
  })
  client.stall()
  stalled.push(client)
}
answer('joined')

/** Every editor edits in turn, each `editsPerSecond` times a second. */
function startEditing(): () => void {
  const everyMs = 1_000 / (scenario.editsPerSecond * scenario.editors)
  const from = performance.now()
  let made = 0
  const timer = setInterval(() => {
    const due = (performance.now() - from) / everyMs
    for (; made < due; made++) editors[made % editors.length]?.edit()
  }, 2)
  return () => clearInterval(timer)
}

const stopEditing = scenario.editsPerSecond === 0 ? () => undefined : startEditing()
let bytesBefore = 0
for (;;) {
  const { value: line = 'end' } = await lines.next()
  if (line === 'measure') {
    isMeasuring = true
    bytesBefore = editors.reduce((sum, editor) => sum + editor.bytesRead(), 0)
    answer('measuring')
  } else if (line === 'stop') {
    stopEditing()
    const from = performance.now()
    const isDrained = await drained()
    const result: LoadResult = {
      deliveries: summary(deliveries),
      acknowledgements: summary(acknowledgements),
      bytesPerEditor: (editors.reduce((sum, editor) => sum + editor.bytesRead(), 0) - bytesBefore) / editors.length,
      drainedAfterMs: isDrained ? performance.now() - from : null,
    }
    answer(result)
  } else process.exit()
}

/** Whether all that was typed has reached everybody who watches, and was acknowledged, within half a minute. */
async function drained(): Promise<boolean> {
  const isDone = () =>
    editors.every(({ unanswered }) => unanswered.length === 0) &&
    watched.every(({ documentId, doc }) => lengthOf(doc) >= (total.get(documentId) ?? 0))
  const end = performance.now() + 30_000
  while (!isDone()) {
    if (performance.now() > end) return false
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return true
}

function lengthOf(doc: Doc): number {
  let length = 0
  for (const clock of decodeStateVector(encodeStateVector(doc)).values()) length += clock
  return length
}

function summary(values: readonly number[]): LoadResult['deliveries'] {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? NaN
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) }
}
