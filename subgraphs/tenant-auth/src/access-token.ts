import { SignJWT } from 'jose'
import { newId } from '@graphmemory/ids/new-id.ts'
import type { SigningKeys } from './signing-keys.ts'

const lifetimeMs = 5 * 60_000

/** What an access token says: who, in which session, and as what in which tenant. Nothing personal. */
export type AccessTokenSubject = {
  readonly userId: string
  readonly sessionId: string
  readonly permissionVersion: number
  readonly tenant: { readonly id: string; readonly role: string } | null
}

export type AccessToken = { readonly accessToken: string; readonly expiresAt: Date }

/** Makes the issuer of access tokens: EdDSA JSON Web Tokens of type `at+jwt` (RFC 9068) that live five minutes. */
export function createTokenIssuer(signingKeys: SigningKeys, issuer: string, audience: string) {
  return async (subject: AccessTokenSubject): Promise<AccessToken> => {
    const { id, privateKey } = await signingKeys.active()
    const issuedAt = Math.floor(Date.now() / 1000)
    const expiresAt = issuedAt + lifetimeMs / 1000
    const { tenant } = subject
    const accessToken = await new SignJWT({
      sid: subject.sessionId,
      pv: subject.permissionVersion,
      ...(tenant !== null && { tid: tenant.id, role: tenant.role }),
    })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: id })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(subject.userId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .setJti(newId('tok'))
      .sign(privateKey)
    return { accessToken, expiresAt: new Date(expiresAt * 1000) }
  }
}

export type IssueAccessToken = ReturnType<typeof createTokenIssuer>
