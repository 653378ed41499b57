import type { GraphQLError } from 'graphql'

/** How HTTP says that an operation was refused and nothing of it executed. */
export type RefusalStatus = { readonly status: number; readonly headers: Readonly<Record<string, string>> }

/** 429 where an allowance is spent, with the time to wait; else 400. */
export function refusalStatus(errors: readonly GraphQLError[] = []): RefusalStatus {
  const extensions = errors[0]?.extensions
  if (extensions?.['code'] !== 'RATE_LIMITED') return { status: 400, headers: {} }
  const seconds = Math.ceil(Number(extensions['retryAfterMs'] ?? 1_000) / 1_000)
  return { status: 429, headers: { 'retry-after': String(seconds) } }
}
