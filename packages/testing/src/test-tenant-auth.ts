import type { Identity } from '@graphmemory/identity/identity.ts'
import type { SubgraphSource } from '@graphmemory/service/subgraph-source.ts'

type Person = { readonly tenantId: string; isMember: boolean; changedAt: Date }

/** Tenant-auth as other subgraphs meet it: people by their ids, with an address only while they are members. */
export class TestTenantAuth implements SubgraphSource {
  readonly name = 'tenant-auth'
  readonly #people = new Map<string, Person>()

  add(userId: string, tenantId: string): void {
    this.#people.set(userId, { tenantId, isMember: true, changedAt: new Date() })
  }

  leave(userId: string): void {
    const person = this.#people.get(userId)
    if (person === undefined) return
    person.isMember = false
    person.changedAt = new Date()
  }

  async process({ query, variables, identity }: Parameters<SubgraphSource['process']>[0]) {
    if (query.includes('membershipChanges')) return { data: { membershipChanges: this.#changes(identity) } }
    const representations = (variables?.['users'] ?? []) as readonly { readonly id: string }[]
    return { data: { _entities: representations.map(({ id }) => this.#find(id, identity)) } }
  }

  subscribe(): never {
    throw new Error('no subscriptions here')
  }

  #changes(identity: Identity) {
    if (identity.kind !== 'service') throw new Error('services only')
    const changes = [...this.#people].map(([userId, { tenantId, changedAt: at }]) => ({ tenantId, userId, at }))
    return changes
      .toSorted((a, b) => a.at.getTime() - b.at.getTime())
      .map((each) => ({ ...each, at: each.at.toISOString() }))
  }

  #find(id: string, identity: Identity): { readonly email: string | null } | null {
    const person = this.#people.get(id)
    if (person === undefined || identity.kind === 'anonymous' || person.tenantId !== identity.tenantId) return null
    return { email: person.isMember ? `${id}@example.test` : null }
  }
}
