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
 * prints how to use them. What is there already stays; what an interrupted seed left out is added.
 */
export async function seed(url: string): Promise<void> {
  const ask = createAsk(url)
  const [ada, grace] = people
  for (const person of people) if ((await signIn(ask, person)) === undefined) await register(ask, url, person)
  const owner = (await signIn(ask, ada, slug)) ?? (await createTenant(ask, await mustSignIn(ask, ada)))
  if ((await signIn(ask, grace, slug)) === undefined) await invite(ask, url, owner, grace)
  if ((await countMemories(ask, owner)) === 0)
    process.stdout.write(`The demo tenant has ${await importMemories(ask, owner)} memories.\n`)
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

/** Undefined where they cannot, or do not belong to the tenant. */
async function signIn(ask: Ask, { email, password }: Person, tenant?: string): Promise<string | undefined> {
  const query = 'mutation ($input: SignInInput!) { signIn(input: $input) { ... on Tokens { accessToken } } }'
  try {
    return (await ask<{ signIn: { accessToken: string } }>(query, { input: { email, password, tenant } })).signIn
      .accessToken
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

async function countMemories(ask: Ask, token: string): Promise<number> {
  return (await ask<{ memories: { totalCount: number } }>('{ memories(first: 1) { totalCount } }', {}, token)).memories
    .totalCount
}

async function importMemories(ask: Ask, token: string): Promise<number> {
  const memories = demoMemories()
  const lines = [
    ...memories.map(({ key, ...memory }) => ({ kind: 'memory', externalId: key, ...memory })),
    ...demoRelations().map((relation) => ({ kind: 'relation', ...relation })),
  ]
  const query =
    'mutation ($input: ImportMemoriesInput!) { importMemories(input: $input) { failed errors { message } } }'
  type Answer = { importMemories: { failed: number; errors: { message: string }[] } }
  const input = { lines: lines.map((line) => JSON.stringify(line)).join('\n') }
  const { failed, errors } = (await ask<Answer>(query, { input }, token)).importMemories
  if (failed > 0) throw new ExitError(`The demo tenant could not be filled: ${errors[0]?.message}`)
  return memories.length
}
