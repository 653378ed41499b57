import { once } from 'node:events'
import { request } from 'node:http'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createEventQueue, type EventQueue } from '@graphmemory/service/event-queue.ts'
import { startGateway } from '../testing/start-gateway.ts'
import { testGraph } from '../testing/test-graph.ts'
import { openSocket, until } from '../testing/transport-socket.ts'
import { createLatestEvents } from './latest-events.ts'

type Step = { readonly id: string; readonly text: string }
const open = new Set<EventQueue<{ readonly steps: Step }>>()
const graph = testGraph({
  one: {
    sdl: `type Query { one: Int } type Subscription { steps: Step @coalesce(by: "id") } type Step { id: ID! text: String! }`,
    resolvers: {
      Subscription: {
        steps: {
          subscribe: () => {
            const queue = createEventQueue<{ readonly steps: Step }>(1_000, () => ({ steps: { id: '', text: '' } }))
            open.add(queue)
            return queue.iterate(() => open.delete(queue))
          },
        },
      },
    },
  },
})
const publish = (id: string, text: string) => {
  for (const queue of open) queue.push({ steps: { id, text } })
}
let running: Awaited<ReturnType<typeof startGateway>>
beforeAll(async () => {
  running = await startGateway(graph)
})
afterAll(() => running[Symbol.asyncDispose]())
afterEach(() => open.clear())

/** Far more than the buffers of a connection take. */
const rounds = 40
const texts = Array.from({ length: rounds }, (_, round) => String(round).padEnd(400_000, 'x'))
const query = 'subscription { steps { text } }'
async function listen() {
  const client = await openSocket(running.url)
  await client.acknowledged()
  client.subscribe('s', query)
  return client
}
const members = async () =>
  Number(/subscription_members (\d+)/.exec(await (await fetch(`${running.url}/metrics`)).text())?.[1])
const listening = async (count: number) => {
  while ((await members()) !== count);
}
/** Has two things change again and again, each time once the reader has read the last. */
async function changeManyTimes(quick: Awaited<ReturnType<typeof listen>>) {
  for (const [round, text] of texts.entries()) {
    publish(round % 2 === 0 ? 'even' : 'odd', text)
    await quick.nextOf('s', round)
  }
}
const round = (payload: unknown) => Number.parseInt((payload as { data: { steps: Step } }).data.steps.text, 10)

test('a slow reader of a socket is spared what is out of date, and stays; another gets every event', async () => {
  const [slow, quick] = [await listen(), await listen()]
  await listening(2)
  slow.socket.pause()
  await changeManyTimes(quick)
  slow.socket.resume()
  await slow.frame(({ type, payload }) => type === 'next' && round(payload) === rounds - 1)
  publish('even', 'the last')
  const last = await slow.frame(({ type, payload }) => type === 'next' && Number.isNaN(round(payload)))
  expect(last.payload).toEqual({ data: { steps: { text: 'the last' } } })
  const seen = slow.frames.filter(({ type }) => type === 'next').map(({ payload }) => round(payload))
  expect(seen.length).toBeLessThan(rounds)
  expect(seen).toContain(rounds - 2)
  expect(slow.socket.readyState).toBe(slow.socket.OPEN)
  slow.close()
  quick.close()
  await listening(0)
})

test('so is one of server-sent events, who is told the latest of each also where the stream ends', async () => {
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream' }
  const asking = request(`${running.url}/graphql`, { method: 'POST', headers }).end(JSON.stringify({ query }))
  const [response] = (await once(asking, 'response')) as [AsyncIterable<Buffer>]
  const quick = await listen()
  await listening(2)
  await changeManyTimes(quick)
  for (const queue of open) queue.end()
  const text = (await Array.fromAsync(response)).join('')
  const seen = [...text.matchAll(/"text":"(\d+)x/g)].map((match) => Number(match[1]))
  expect(seen.length).toBeLessThan(rounds)
  expect(new Set(seen.slice(-2))).toEqual(new Set([rounds - 2, rounds - 1]))
  expect(text).toContain('event: complete')
  quick.close()
  await until(() => open.size === 0)
})

test('what waits is bounded: too many keys are too much', () => {
  const sent: string[] = []
  let isBehind = true
  const latest = createLatestEvents<string>({
    isBehind: () => isBehind,
    send: (event) => sent.push(event),
    maxWaiting: 10,
  })
  expect([latest.add('a', '12345'), latest.add('a', 'abcde'), latest.add('b', '12345')]).toEqual([true, true, true])
  expect(latest.add('c', '1')).toBe(false)
  expect(sent).toEqual([])
  isBehind = false
  latest.add('a', 'later')
  expect(sent).toEqual(['12345', '1', 'later'])
  latest.end()
})
