/**
 * `node tests/bench/gateway-hub.ts [subscribers] [idle]`: CPU of the gateway's process for each event given to a client,
 * with and without the hub's sharing, in one run; and what idle subscriptions cost in memory.
 */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { cpuMicroseconds, residentMegabytes, startProcess } from '../harness/measured-process.ts'

const subscribers = Number(process.argv[2] ?? 100)
const idle = Number(process.argv[3] ?? 5_000)
const events = 200
const operation = `subscription ($of: Int) { changed(of: $of) { id title author { name email team { name } } views
  comments(first: 3) { text author { name } } } }`

let received = 0
async function subscribe(url: string, of: number): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  await once(socket, 'open')
  socket.send('{"type":"connection_init"}')
  await once(socket, 'message')
  socket.on('message', () => received++)
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: operation, variables: { of } } }))
  return socket
}
const until = async (condition: () => boolean | Promise<boolean>) => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5))
}
const members = async (url: string) => {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(/^graphmemory_subscription_members (\d+)/m.exec(text)?.[1] ?? 0)
}

/** What an event costs for each who is given it, where so many come at once. */
async function deliveries(isShared: boolean, atOnce: number): Promise<number> {
  const server = await startProcess(new URL('gateway/subscriptions.ts', import.meta.url), [])
  const sockets = await Promise.all(
    Array.from({ length: subscribers }, (_, of) => subscribe(server.line, isShared ? 0 : of)),
  )
  await until(async () => (await members(server.line)) === subscribers)
  const publish = async () => {
    received = 0
    for (let n = 0; n < events / atOnce; n++) {
      server.tell(String(atOnce))
      await until(() => received === (n + 1) * atOnce * subscribers)
    }
  }
  // Warm-up, longer than it seems: where streams are shared, an event is worked out once only.
  for (let round = 0; round < 10; round++) await publish()
  const spent: number[] = []
  for (let round = 0; round < 5; round++) {
    const before = cpuMicroseconds(server.pid)
    await publish()
    spent.push((cpuMicroseconds(server.pid) - before) / (events * subscribers))
  }
  for (const socket of sockets) socket.terminate()
  server.stop()
  return spent.toSorted((a, b) => a - b)[1] ?? NaN
}

for (const atOnce of [1, 10]) {
  const alone = await deliveries(false, atOnce)
  const shared = await deliveries(true, atOnce)
  console.log(
    `${subscribers} subscribers, ${atOnce} at once, CPU for each event given to a client: alone ${alone.toFixed(1)} µs, shared ${shared.toFixed(1)} µs, 1/${(alone / shared).toFixed(1)}`,
  )
}

const server = await startProcess(new URL('gateway/subscriptions.ts', import.meta.url), [])
const before = residentMegabytes(server.pid)
for (let from = 0; from < idle; from += 250) {
  await Promise.all(Array.from({ length: Math.min(250, idle - from) }, (_, i) => subscribe(server.line, from + i)))
}
await until(async () => (await members(server.line)) === idle)
console.log(
  `${idle} idle subscriptions, each with a stream of its own: ${residentMegabytes(server.pid) - before} MB more`,
)
server.stop()
process.exit(0)
