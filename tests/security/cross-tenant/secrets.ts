import type { Target } from './target.ts'

/** Ids, cursors and texts by which an answer would give away that it comes from a tenant. */
export type Secrets = ReadonlySet<string>

/** Collects every id in the answers that a tenant's own people get. */
export function idsIn(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (Array.isArray(value)) for (const item of value) idsIn(item, found)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (typeof item === 'string' && /^id$|Id$/.test(key)) found.add(item)
      else idsIn(item, found)
    }
  }
  return found
}

export function secretsOf(target: Target, ownIds: Iterable<string>): Secrets {
  return new Set([target.canary, target.owner.tenantId, target.owner.userId, target.member.userId, ...ownIds])
}

/** The secrets in an answer that its request did not already hold. */
export function leaksIn(answer: string, request: string, secrets: Secrets): string[] {
  return [...secrets].filter((secret) => answer.includes(secret) && !request.includes(secret))
}
