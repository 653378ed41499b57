import { randomBytes } from 'node:crypto'
import { type DocumentNode, Kind, type ObjectTypeDefinitionNode, type ObjectTypeExtensionNode, parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { User } from '@graphmemory/identity/identity.ts'
import { readSdl } from '@graphmemory/schema/compose.ts'
import { apiKeyIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startSubgraphs, subgraphNames, type SubgraphsInProcess } from '../harness/subgraphs-in-process.ts'
import { signUp } from './sign-up.ts'

const canary = `c${randomBytes(6).toString('hex')}`
let running: SubgraphsInProcess
let victim: User
let attacker: User
/** The key of one thing of the victim for each entity that a subgraph resolves. */
let references: Readonly<Record<string, Readonly<Record<string, string>>>>

const sdl = new Map<string, DocumentNode>(
  await Promise.all(subgraphNames.map(async (name) => [name, parse(await readSdl(name))] as const)),
)
type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode
const objectTypesOf = (name: string) =>
  (sdl.get(name)?.definitions ?? []).filter(
    (node): node is ObjectNode => node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION,
  )
const entitiesOf = (name: string) =>
  objectTypesOf(name)
    .filter(({ directives }) =>
      directives?.some((directive) => directive.name.value === 'key' && !isReferenceOnly(directive)),
    )
    .map((type) => type.name.value)
const isReferenceOnly = (directive: NonNullable<ObjectNode['directives']>[number]) =>
  directive.arguments?.some(
    ({ name, value }) => name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value,
  )
const internalFieldsOf = (name: string) =>
  objectTypesOf(name)
    .filter((type) => ['Query', 'Mutation', 'Subscription'].includes(type.name.value))
    .flatMap((type) =>
      (type.fields ?? [])
        .filter(({ directives }) => directives?.some((directive) => directive.name.value === 'inaccessible'))
        .map((field) => ({ kind: type.name.value.toLowerCase(), field: field.name.value })),
    )

beforeAll(async () => {
  running = await startSubgraphs()
  const tenantAuth = running.get('tenant-auth')
  victim = await signUp(tenantAuth, `Ada ${canary}`, `ada.${canary}@example.test`, `t-${canary}`)
  attacker = await signUp(tenantAuth, 'Eve', 'eve@example.test', 'eve')
  const write = async (subgraph: string, name: string, input: object, selection: string) => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} } }`
    type Written = Record<string, Record<string, { id: string }>>
    const data = await running.get(subgraph).must<Written>(victim, query, { input })
    return Object.values(data[name] ?? {})[0]?.id ?? ''
  }
  const memory = (title: string) =>
    write('memory-graph', 'createMemory', { type: 'SEMANTIC', title: `${title} ${canary}` }, 'memory { id }')
  const fromId = await memory('one')
  const toId = await memory('two')
  const documentId = await write('collaboration', 'createDocument', { memoryId: fromId }, 'document { id }')
  references = {
    User: { id: victim.userId },
    Tenant: { id: victim.tenantId ?? '' },
    Memory: { id: fromId },
    Relation: {
      id: await write('memory-graph', 'createRelation', { fromId, toId, type: 'SUPPORTS' }, 'relation { id }'),
    },
    Space: { id: await write('memory-graph', 'createSpace', { name: canary, visibility: 'OPEN' }, 'space { id }') },
    Document: { id: documentId },
    DocumentSession: { id: await write('collaboration', 'openDocumentSession', { documentId }, 'session { id }') },
  }
}, 120_000)
afterAll(() => running[Symbol.asyncDispose]())

/** A field of each entity whose absence shows that the thing itself was not found; a bare key would prove nothing. */
const telling: Readonly<Record<string, string>> = {
  User: 'name',
  Tenant: 'name',
  'memory-graph.Memory': 'title',
  'collaboration.Memory': 'document { id }',
  Relation: 'type',
  Space: 'name',
  Document: 'headSeq',
  DocumentSession: 'epoch',
}

describe.each(subgraphNames.filter((name) => entitiesOf(name).length > 0))(
  '%s asked for entities by their keys',
  (name) => {
    const entities = entitiesOf(name)

    test.each(entities)('gives its own people %s, and nobody of another tenant', async (entity) => {
      const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${entity} { ${telling[entity] ?? telling[`${name}.${entity}`]} } } }`
      const variables = { r: [{ __typename: entity, ...references[entity] }] }
      const own = await running.get(name).ask(victim, query, variables)
      expect(own.errors).toBeUndefined()
      expect(JSON.stringify(own.data)).not.toMatch(/^\{"_entities":\[(null|\{"\w+":null\})\]\}$/)

      const others = [
        attacker,
        { ...attacker, tenantId: null, role: null },
        apiKeyIdentity({ tenantId: attacker.tenantId ?? '', scopes: ['memory:read'] }),
      ]
      for (const identity of others) {
        const answer = await running.get(name).ask(identity, query, variables)
        expect(JSON.stringify(answer.data ?? null)).toMatch(/^(null|\{"_entities":\[(null|\{"\w+":null\})\]\})$/)
        expect(JSON.stringify(answer)).not.toContain(canary)
      }
    })
  },
)

describe('a field that is for other services only', () => {
  const internal = subgraphNames.flatMap((name) => internalFieldsOf(name).map((field) => ({ name, ...field })))
  const argumentsOf: Readonly<Record<string, (() => string) | undefined>> = {
    sessionState: () => `(id: "${victim.sessionId}") { userId }`,
    apiKeyIdentity: () => '(secretHash: "x") { tenantId }',
    signingKeys: () => '',
    membershipChanges: () => '(since: "2000-01-01T00:00:00Z", first: 10) { userId }',
    rotateSigningKeys: () => ' { activeKeyId }',
    memoryAccess: () => `(memoryIds: ["${references['Memory']?.['id']}"], managesMemories: true)`,
    spaceAccess: () => `(spaceIds: ["${references['Space']?.['id']}"], managesMemories: true)`,
    holdsDocuments: () => `(spaceId: "${references['Space']?.['id']}")`,
    attachDocument: () =>
      `(input: { memoryId: "${references['Memory']?.['id']}", documentId: "doc_x" }) { memory { id } }`,
    projectDocument: () =>
      `(input: { memoryId: "${references['Memory']?.['id']}", documentId: "doc_x", epoch: 1, seq: 1, content: "", editors: [] }) { accepted }`,
    rebuildGraph: () => `(input: { tenantId: "${victim.tenantId}" }) { seq }`,
  }

  test.each(internal)(
    '$name $field refuses every person and key, the owner of the tenant included',
    async ({ name, kind, field }) => {
      const call = argumentsOf[field]?.()
      if (call === undefined) throw new Error(`${field} has no case here`)
      for (const identity of [victim, attacker, userIdentity(), apiKeyIdentity({ scopes: ['system:manage'] })]) {
        const answer = await running.get(name).ask(identity, `${kind} { ${field}${call} }`)
        expect(answer.errors?.[0]?.extensions['code']).toBe('FORBIDDEN')
      }
    },
  )
})
