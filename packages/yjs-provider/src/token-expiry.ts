/** When a bearer token says it runs out, in milliseconds of the Unix epoch; null where it does not say (an API key, say). */
export function tokenExpiryMs(token: string): number | null {
  const [, payload, ...rest] = token.split('.')
  if (payload === undefined || rest.length !== 1) return null
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
    const isTelling = typeof claims === 'object' && claims !== null && 'exp' in claims && typeof claims.exp === 'number'
    return isTelling ? Number(claims.exp) * 1000 : null
  } catch {
    return null
  }
}
