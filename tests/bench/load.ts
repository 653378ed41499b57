/**
 * `npm run bench -- load [seconds] [usual | loud | both] [rate]`: the whole product, each part a process, on PostgreSQL and
 * Redis (TEST_DATABASE_URL, TEST_REDIS_URL). Five tenants read and write (80 / 20): 200 requests a second for two minutes;
 * three times what it can do, and how soon it recovers; and one tenant at ten times its share beside the others. Requests
 * come from this process, which takes a part of the same processors.
 */
import { rm, mkdtemp } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDistributed } from '../harness/distributed.ts'
import { freePort } from '../harness/free-port.ts'
import { atConcurrency, atRate, quantile, type Sample, share } from './load/drive.ts'
import { startWork } from './load/people-at-work.ts'

const seconds = Number(process.argv[2] ?? 120)
const only = process.argv[3]
const { TEST_DATABASE_URL: adminUrl, TEST_REDIS_URL: redisUrl } = process.env
if (adminUrl === undefined || redisUrl === undefined) throw new Error('set TEST_DATABASE_URL and TEST_REDIS_URL')

const rate = Number(process.argv[4] ?? 200)
const tenants = 5
const fairShare = rate / tenants
/** What a client still has a use for. */
const usefulMs = 1_000

const folder = await mkdtemp(join(tmpdir(), 'load-'))
await using stack = new AsyncDisposableStack()
stack.defer(() => rm(folder, { recursive: true, force: true }))

const report = (title: string, samples: readonly Sample[]) => {
  const of = (q: number) => `${quantile(samples, q).toFixed(1)} ms`
  console.log(
    `${title}: ${samples.length} requests, p50 ${of(0.5)}, p95 ${of(0.95)}, p99 ${of(0.99)}, ` +
      `failed ${(100 * share(samples, 'failed')).toFixed(3)} %, told to wait ${(100 * share(samples, 'refused')).toFixed(1)} %`,
  )
}
const load = () => `load of the machine ${loadavg()[0]?.toFixed(1)} on ${cpus().length} processors`

async function world(env: Readonly<Record<string, string>>) {
  const product = await startDistributed({
    adminUrl: adminUrl ?? '',
    redisUrl: redisUrl ?? '',
    folder: await mkdtemp(join(folder, 'data-')),
    port: await freePort(),
    env,
  })
  const names = Array.from({ length: tenants }, (_, n) => `tenant-${String.fromCharCode(97 + n)}`)
  const people = await Promise.all(names.map((name) => startWork(product.url, name, 100)))
  let turn = 0
  return {
    url: product.url,
    people,
    /** One after the other. */
    any: () => {
      const one = people[turn++ % people.length]
      if (one === undefined) throw new Error('nobody is at work')
      return one.next()
    },
    renew: () => Promise.all(people.map((one) => one.renew())),
    [Symbol.asyncDispose]: () => product[Symbol.asyncDispose](),
  }
}

async function usualAndTooMuch(): Promise<void> {
  // Allowances are not what is measured here.
  await using all = await world({ RATE_TENANT_PER_MINUTE: '1000000', COST_PER_MINUTE: '100000000' })
  await atRate(all.url, rate / 2, 10, all.any)
  console.log(load())
  report(`${rate} a second for ${seconds} s`, await atRate(all.url, rate, seconds, all.any))

  await all.renew()
  const capacity = await atConcurrency(all.url, 32, 15, all.any)
  const calm = quantile(await atRate(all.url, capacity / 2, 10, all.any), 0.95)
  console.log(`capacity ${capacity.toFixed(0)} a second with 32 clients; at half of it p95 ${calm.toFixed(1)} ms`)
  const flood = await atRate(all.url, 3 * capacity, 20, all.any)
  report('at three times that', flood)
  const useful = flood.filter(({ outcome, ms }) => outcome === 'ok' && ms <= usefulMs).length / 20
  console.log(
    `  answered within ${usefulMs} ms: ${useful.toFixed(0)} a second, ${((100 * useful) / capacity).toFixed(0)} % of the capacity`,
  )
  const after = await atRate(all.url, capacity / 2, 15, all.any)
  const second = Array.from({ length: 15 }, (_, n) => n).find((n) => {
    const then = after.filter(({ at }) => at >= n * 1_000 && at < (n + 1) * 1_000)
    return share(then, 'ok') > 0.99 && quantile(then, 0.95) < 2 * calm
  })
  console.log(`  recovered ${second === undefined ? 'not within 15 s' : `in second ${second + 1}`}`)
}

async function oneTooLoud(): Promise<void> {
  // A tenant may take twice its fair share; development multiplies allowances by ten.
  await using all = await world({ RATE_TENANT_PER_MINUTE: String((2 * fairShare * 60) / 10) })
  const [loud, ...others] = all.people
  if (loud === undefined) throw new Error('nobody is at work')
  let turn = 0
  const other = () => others[turn++ % others.length]?.next() ?? loud.next()
  const othersRate = fairShare * others.length
  const run = async (loudRate: number, forSeconds: number) => {
    const [quiet, noise] = await Promise.all([
      atRate(all.url, othersRate, forSeconds, other),
      atRate(all.url, loudRate, forSeconds, () => loud.next()),
    ])
    return { quiet, noise }
  }
  await run(fairShare, 10)
  const before = await run(fairShare, seconds / 4)
  await all.renew()
  await run(10 * fairShare, 15) // its burst is spent
  const beside = await run(10 * fairShare, seconds / 4)
  await run(fairShare, 5)
  // Again, since a process that has run for longer is quicker.
  const after = await run(fairShare, seconds / 4)
  const calm = [...before.quiet, ...after.quiet]
  console.log(load())
  report('four tenants beside a fifth at its share, before and after', calm)
  report('the same beside it at ten times its share', beside.quiet)
  report('  the loud one', beside.noise)
  const worse = quantile(beside.quiet, 0.95) / quantile(calm, 0.95) - 1
  console.log(`  the others' p95: ${Math.abs(100 * worse).toFixed(0)} % ${worse > 0 ? 'longer' : 'shorter'}`)
}

if (only !== 'loud') await usualAndTooMuch()
if (only !== 'usual') await oneTooLoud()
