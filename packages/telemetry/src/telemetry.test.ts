import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createLog } from './create-log.ts'
import { createMetrics } from './create-metrics.ts'

function capture() {
  const lines: string[] = []
  const to = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString())
      done()
    },
  })
  return { lines, to }
}

test('a log record is a line of JSON with its name and level', () => {
  const { lines, to } = capture()
  createLog({ name: 'part', level: 'info', to }).info({ tenantId: 'ten_1' }, 'ready')
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { name: 'part', level: 30, tenantId: 'ten_1', msg: 'ready' },
  ])
})

test('secrets do not reach the log, at the top of a record or one level below', () => {
  const { lines, to } = capture()
  const log = createLog({ name: 'part', level: 'info', to })
  const secrets = {
    password: 'hunter2',
    accessToken: 'hunter2',
    refreshToken: 'hunter2',
    authorization: 'hunter2',
    cookie: 'hunter2',
    apiKey: 'hunter2',
    secret: 'hunter2',
    token: 'hunter2',
  }
  log.info(secrets, 'top')
  log.info({ input: secrets, variables: secrets, headers: secrets }, 'below')
  log.info({ req: { headers: { authorization: 'hunter2', cookie: 'hunter2', 'x-gm-ctx': 'hunter2' } } }, 'request')
  expect(lines).toHaveLength(3)
  expect(lines.join('')).not.toContain('hunter2')
})

test('a metric asked for twice is one, and as another kind or with other labels is an error', async () => {
  const metrics = createMetrics()
  const definition = { name: 'graphmemory_things_total', help: 'Things', labels: ['kind'] }
  metrics.counter(definition).inc({ kind: 'a' })
  metrics.counter(definition).inc({ kind: 'a' })
  expect(await metrics.registry.getSingleMetricAsString('graphmemory_things_total')).toContain(
    'graphmemory_things_total{kind="a"} 2',
  )
  expect(() => metrics.gauge(definition)).toThrow('another kind')
  expect(() => metrics.counter({ ...definition, labels: ['colour'] })).toThrow('other labels')
})
