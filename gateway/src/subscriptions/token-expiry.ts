import { z } from 'zod'

const claims = z.object({ exp: z.number() })

/** When a token that was found valid stops being so, in milliseconds; `undefined` for what does not expire by itself. */
export function tokenExpiry(bearer: string | undefined): number | undefined {
  const body = bearer?.split('.')[1]
  if (body === undefined) return undefined
  try {
    return claims.parse(JSON.parse(Buffer.from(body, 'base64url').toString())).exp * 1_000
  } catch {
    return undefined
  }
}
