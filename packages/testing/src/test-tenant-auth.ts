import type { Identity } from '@graphmemory/identity/identity.ts'
import type { SubgraphSource } from '@graphmemory/service/subgraph-source.ts'

type Person = { readonly tenantId: string; isMember: boolean }

/** Tenant-auth as other subgraphs meet it: people by their ids, with an address only while they are members. */
export class TestTenantAuth implements SubgraphSource {
  readonly name = 'tenant-auth'
  readonly #people = new Map<string, Person>()

  add(userId: string, tenantId: string): void {
    this.#people.set(userId, { tenantId, isMember: true })
  }

  leave(userId: string): void {
    const person = this.#people.get(userId)
    if (person !== undefined) person.isMember = false
  }

  async process({ variables, identity }: Parameters<SubgraphSource['process']>[0]) {
    const representations = (variables?.['users'] ?? []) as readonly { readonly id: string }[]
    return { data: { _entities: representations.map(({ id }) => this.#find(id, identity)) } }
  }

  subscribe(): never {
    throw new Error('no subscriptions here')
  }

  #find(id: string, identity: Identity): { readonly email: string | null } | null {
    const person = this.#people.get(id)
    if (person === undefined || identity.kind === 'anonymous' || person.tenantId !== identity.tenantId) return null
    return { email: person.isMember ? `${id}@example.test` : null }
  }
}
