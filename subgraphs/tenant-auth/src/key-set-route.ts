import type { Route } from '@graphmemory/service/subgraph.ts'
import type { SigningKeys } from './signing-keys.ts'

/** The public keys of access tokens, for whoever else wants to verify them (RFC 7517). */
export const keySetRoute = (signingKeys: SigningKeys): Route => ({
  method: 'GET',
  path: '/.well-known/jwks.json',
  async handle() {
    return {
      status: 200,
      headers: { 'content-type': 'application/jwk-set+json', 'cache-control': 'public, max-age=60' },
      body: JSON.stringify(await signingKeys.publicKeys()),
    }
  },
})
