import { ExitError } from '@graphmemory/service/run-main.ts'
import { demoMemories, demoRelations } from '../demo.ts'

const people = [
  { name: 'Ada', email: 'ada@demo.test', password: 'demo password of Ada', role: 'owner' },
  { name: 'Grace', email: 'grace@demo.test', password: 'demo password of Grace', role: 'editor' },
] as const
const slug = 'demo'

type Ask = <Data>(query: string, variables: object, token?: string) => Promise<Data>

/**
 * Fills the tenant `demo` of a running product with two people and some 200 linked memories, over its public API, and
 * prints how to use them. Where it is filled already, only that is printed.
 */
export async function seed(url: string): Promise<void> {
  const ask = createAsk(url)
  const [ada, grace] = people
  const known = await signIn(ask, ada)
  if (known === undefined) {
    await register(ask, url, ada)
    await register(ask, url, grace)
    const owner = await createTenant(ask, await mustSignIn(ask, ada))
    await invite(ask, url, owner, grace)
    const written = await writeMemories(ask, owner)
    process.stdout.write(`The demo tenant has ${written} memories.\n`)
  }
  process.stdout.write(howTo(url))
}

const howTo = (url: string): string => {
  const body = (query: string, variables: object) => JSON.stringify({ query, variables })
  const [ada, grace] = people
  const signInBody = body('mutation ($i: SignInInput!) { signIn(input: $i) { ... on Tokens { accessToken } } }', {
    i: { email: ada.email, password: ada.password, tenant: slug },
  })
  return `
Demo tenant "${slug}": sign in as ${ada.email} ("${ada.password}", ${ada.role}) or ${grace.email} ("${grace.password}", ${grace.role}).

  TOKEN=$(curl -s ${url}/graphql -H 'content-type: application/json' -d '${signInBody}' | sed 's/.*accessToken":"\\([^"]*\\).*/\\1/')
  curl -s ${url}/graphql -H 'content-type: application/json' -H "authorization: Bearer $TOKEN" -d '${body('{ searchMemories(query: "why did the sensors stop reporting?", first: 3) { edges { score node { title content } } } }', {})}'

`
}

function createAsk(url: string): Ask {
  return async (query, variables, token) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
    }).catch((error: unknown) => {
      throw new ExitError(`Nothing answers at ${url}; start the product first.`, { cause: error })
    })
    const { data, errors } = (await response.json()) as { data: never; errors?: { message: string }[] }
    if (errors?.[0] !== undefined) throw new ExitError(`The demo tenant could not be filled: ${errors[0].message}.`)
    return data
  }
}

type Person = (typeof people)[number]

async function signIn(ask: Ask, { email, password }: Person): Promise<string | undefined> {
  const query = 'mutation ($input: SignInInput!) { signIn(input: $input) { ... on Tokens { accessToken } } }'
  try {
    return (await ask<{ signIn: { accessToken: string } }>(query, { input: { email, password } })).signIn.accessToken
  } catch (error) {
    if (error instanceof ExitError && error.cause === undefined) return undefined
    throw error
  }
}

async function mustSignIn(ask: Ask, person: Person): Promise<string> {
  const token = await signIn(ask, person)
  if (token === undefined) throw new ExitError(`${person.email} cannot sign in.`)
  return token
}

async function register(ask: Ask, url: string, { name, email, password }: Person): Promise<void> {
  await ask('mutation ($input: RegisterInput!) { register(input: $input) { accepted } }', {
    input: { name, email, password },
  })
  const input = { token: await mailed(url, email, 'VERIFY_EMAIL') }
  await ask('mutation ($input: VerifyEmailInput!) { verifyEmail(input: $input) { accepted } }', { input })
}

/** The token of the newest mail of a kind, from the development mailbox. */
async function mailed(url: string, to: string, kind: string): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const response = await fetch(`${url}/dev/mail?to=${encodeURIComponent(to)}`)
    if (!response.ok) throw new ExitError('The demo tenant needs the development mailbox, which is not there.')
    const mails = (await response.json()) as { kind: string; token: string }[]
    const mail = mails.findLast((candidate) => candidate.kind === kind)
    if (mail !== undefined) return mail.token
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new ExitError(`No mail came for ${to}.`)
}

async function createTenant(ask: Ask, token: string): Promise<string> {
  const query = 'mutation ($input: CreateTenantInput!) { createTenant(input: $input) { tokens { accessToken } } }'
  const input = { name: 'Demo orchard', slug }
  return (await ask<{ createTenant: { tokens: { accessToken: string } } }>(query, { input }, token)).createTenant.tokens
    .accessToken
}

async function invite(ask: Ask, url: string, ownerToken: string, person: Person): Promise<void> {
  const input = { email: person.email, role: person.role }
  await ask(
    'mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { invitation { id } } }',
    { input },
    ownerToken,
  )
  const accept = { token: await mailed(url, person.email, 'INVITATION') }
  const query = 'mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { membership { id } } }'
  await ask(query, { input: accept }, await mustSignIn(ask, person))
}

async function writeMemories(ask: Ask, token: string): Promise<number> {
  const ids = new Map<string, string>()
  for (const { key, ...input } of demoMemories()) {
    const query = 'mutation ($input: CreateMemoryInput!) { createMemory(input: $input) { memory { id } } }'
    const { createMemory } = await ask<{ createMemory: { memory: { id: string } } }>(query, { input }, token)
    ids.set(key, createMemory.memory.id)
  }
  for (const { from, to, type, weight } of demoRelations()) {
    const query = 'mutation ($input: CreateRelationInput!) { createRelation(input: $input) { relation { id } } }'
    await ask(query, { input: { fromId: ids.get(from), toId: ids.get(to), type, weight } }, token)
  }
  return ids.size
}
