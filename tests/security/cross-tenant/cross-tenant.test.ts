import { randomBytes } from 'node:crypto'
import { buildClientSchema, getIntrospectionQuery, type GraphQLSchema, type IntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, ask, post } from '../../harness/client.ts'
import { person, refreshed, renewed } from '../../harness/people.ts'
import { dataFolder, Product } from '../../harness/product.ts'
import { fieldArguments } from './field-arguments.ts'
import { mutationAttacks } from './mutation-attacks.ts'
import { type Operation, operationsBelow } from './operations.ts'
import { idsIn, leaksIn, type Secrets, secretsOf } from './secrets.ts'
import { seedTarget } from './seed-target.ts'
import { subscriptionAttacks } from './subscription-attacks.ts'
import type { Target } from './target.ts'
import { tellingWays, untoldAims } from './telling-ways.ts'

/** Changes by itself, whoever looks. */
const restless = /^(lastUsedAt|signedAt|note|expiresAt|accessToken|recency|score)$/

/** What the owner of a tenant is not shown either: these take vectors, a lease that outlasts the test, a key to ask with, or a tenant in which nothing can be written. */
const unseen = [
  'Document.locks ElementLock 0',
  'Memory.likelyDuplicates SimilarMemory 0',
  'Memory.suggestedLinks SimilarMemory 0',
  'ElementLock.holder User 0',
  'Viewer.apiKey ApiKey 0',
  'Tenant.readOnly ReadOnlyMode 0',
]

const canary = () => `c${randomBytes(6).toString('hex')}`
const folder = dataFolder()
let product: Product
let schema: GraphQLSchema
let attacker: Target
let victim: Target
let secrets: Secrets
/** All that the victim's owner sees of it, every way there is. */
let own: readonly Done[]
/** Those of them that are tried as others. */
let ways: ReadonlySet<string>

const everyQuery = (target: Target, rootTarget = target): Operation[] => {
  const argumentsOf = (field: string) => {
    const build = fieldArguments[field]
    if (build === undefined) throw new Error(`${field} has arguments and no case in field-arguments.ts`)
    return build(field.startsWith('Query.') ? rootTarget : target)
  }
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {})
  return roots.flatMap((root) => [...operationsBelow(schema, 'query', root, argumentsOf)])
}

const queries = (target: Target, rootTarget = target): Operation[] =>
  everyQuery(target, rootTarget).filter(({ way }) => ways.has(way))

type Done = { readonly operation: Operation; readonly answer: Answer }

const atOnce = 4

/** The answers in the order of the operations. */
async function runAll(operations: readonly Operation[], token?: string): Promise<Done[]> {
  const done: Done[] = []
  for (let from = 0; from < operations.length; from += atOnce) {
    const some = operations.slice(from, from + atOnce).map(async (operation) => ({
      operation,
      answer: await post(product.url, operation.query, operation.variables, token),
    }))
    done.push(...(await Promise.all(some)))
  }
  return done
}

/** What differs from a version of another document is not answered: to its own people neither. */
const isRefusedToAll = ({ extensions }: NonNullable<Answer['errors']>[number]) => extensions?.['field'] === 'versionId'

const leaksOf = (done: readonly Done[]) =>
  done.flatMap(({ operation, answer }) => {
    const leaks = leaksIn(answer.text, JSON.stringify(operation), secrets)
    return leaks.length > 0 ? [{ field: operation.covers, leaks, answer: answer.text }] : []
  })

/** What the victim sees of its own tenant, without what changes by itself and the audit log, which tells of each attempt. */
async function snapshot(): Promise<unknown[]> {
  victim = { ...victim, owner: await refreshed(product.url, victim.owner) }
  const kept = queries(victim).filter(({ query }) => !/\baudit/i.test(query))
  const done = await runAll(kept, victim.owner.token)
  return done.map(({ operation, answer }) => [
    operation.covers,
    JSON.parse(JSON.stringify(answer.data ?? null, (key, value: unknown) => (restless.test(key) ? undefined : value))),
  ])
}

beforeAll(async () => {
  // A stranger who is only turned away for asking too often would prove nothing.
  product = await Product.start({ folder: folder.path, env: { RATE_ANONYMOUS_PER_MINUTE: '1000000' } })
  const introspection = await ask<IntrospectionQuery>(product.url, getIntrospectionQuery())
  schema = buildClientSchema(introspection)
  attacker = await seedTarget(product.url, canary())
  victim = await seedTarget(product.url, canary())
  const victimsIds = new Set<string>()
  own = await runAll(everyQuery(victim), victim.owner.token)
  for (const { answer } of own) idsIn(answer.data, victimsIds)
  ways = tellingWays(own)
  const attackersIds = new Set<string>()
  for (const { answer } of await runAll(queries(attacker), attacker.owner.token)) idsIn(answer.data, attackersIds)
  secrets = secretsOf(victim, victimsIds.difference(attackersIds))
}, 600_000)
afterAll(async () => {
  await product.stop('SIGKILL')
  folder[Symbol.dispose]()
})

describe('the tables know the whole schema', () => {
  test('every field with arguments has a case, and every case a field', () => {
    const withArguments = Object.values(schema.getTypeMap())
      .filter((type) => !type.name.startsWith('__') && 'getFields' in type && type !== schema.getMutationType())
      .filter((type) => type !== schema.getSubscriptionType())
      .flatMap((type) =>
        'getFields' in type
          ? Object.values(type.getFields()).flatMap((field) =>
              'args' in field && field.args.length > 0 ? [`${type.name}.${field.name}`] : [],
            )
          : [],
      )
    expect(Object.keys(fieldArguments).toSorted()).toEqual(withArguments.toSorted())
  })

  test('every mutation has an attack, and every attack a mutation', () => {
    const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {})
    expect(Object.keys(mutationAttacks).toSorted()).toEqual(mutations.toSorted())
  })

  test('every subscription has an attack, and every attack a subscription', () => {
    const subscriptions = Object.keys(schema.getSubscriptionType()?.getFields() ?? {})
    expect(Object.keys(subscriptionAttacks).toSorted()).toEqual(subscriptions.toSorted())
  })
})

describe('another tenant', { timeout: 600_000 }, () => {
  test("reads nothing through any field, aimed at the victim's things or through its own", async () => {
    expect(
      own
        .filter(({ answer }) => answer.errors?.some((error) => !isRefusedToAll(error)) === true)
        .map(({ operation, answer }) => [operation, answer.text]),
    ).toEqual([])
    const seen = own.filter(({ answer }) => answer.text.includes(victim.canary))
    expect(seen.length, 'the owner sees the canary, so that its absence elsewhere means something').toBeGreaterThan(30)
    expect(untoldAims(own), 'and is led to everything, so that what is kept from others is there').toEqual(unseen)

    const { token } = attacker.owner
    expect(leaksOf(await runAll(queries(victim), token))).toEqual([])
    expect(leaksOf(await runAll(queries(victim, attacker), token))).toEqual([])
  })

  test('and somebody without a tenant, and somebody unknown, read nothing either', async () => {
    const nobody = await person(product.url, 'Eve', `eve.${canary()}@example.test`)
    expect(leaksOf(await runAll(queries(victim), nobody.token))).toEqual([])
    expect(leaksOf(await runAll(queries(victim)))).toEqual([])
  })

  test('changes nothing by any mutation, and learns nothing from its refusal', async () => {
    const before = await snapshot()
    for (const mutation of Object.values(schema.getMutationType()?.getFields() ?? {})) {
      for (const { input, outcome } of mutationAttacks[mutation.name]?.(victim, attacker) ?? []) {
        attacker = { ...attacker, owner: await renewed(product.url, attacker.owner) }
        const [operation] = operationsBelow(schema, 'mutation', mutation, () => [input === undefined ? {} : { input }])
        if (operation === undefined) throw new Error(`no operation for ${mutation.name}`)
        const [done] = await runAll([operation], attacker.owner.token)
        const code = done?.answer.errors?.[0]?.extensions?.['code'] ?? 'harmless'
        expect(typeof outcome === 'string' ? [outcome] : outcome, `${mutation.name}: ${done?.answer.text}`).toContain(
          code,
        )
        expect(leaksOf(done === undefined ? [] : [done])).toEqual([])
      }
    }
    expect(await snapshot()).toEqual(before)
  })

  test('hears nothing through any subscription', async () => {
    attacker = { ...attacker, owner: await renewed(product.url, attacker.owner) }
    for (const [name, attack] of Object.entries(subscriptionAttacks)) {
      const heard = await attack(product.url, victim, attacker)
      expect(leaksIn(heard.received, heard.sent, secrets), name).toEqual([])
    }
  })
})
