import { z } from 'zod'
import { newId } from '@graphmemory/ids/new-id.ts'
import { createEndpoints } from '@graphmemory/service/endpoints.ts'
import { createHttpSource } from '@graphmemory/service/http-source.ts'
import { readProcessConfig, toSigner } from '@graphmemory/service/process-config.ts'
import { readConfig, type Env } from '@graphmemory/service/read-config.ts'
import { ExitError } from '@graphmemory/service/run-main.ts'

const mutation = 'mutation ($input: SetTenantReadOnlyInput!) { setTenantReadOnly(input: $input) { tenant { slug } } }'

const answerShape = z.object({
  data: z.object({ setTenantReadOnly: z.object({ tenant: z.object({ slug: z.string() }) }) }).nullish(),
  errors: z.array(z.object({ message: z.string() })).nullish(),
})

/**
 * Makes a tenant read-only, or with null no longer: that of `GM_TOKEN` in the product at `url`, or as the operator the
 * `tenant` with this id, asking a tenant-auth process.
 */
export async function setReadOnly(
  reason: string | null,
  { url, tenant }: { readonly url: string; readonly tenant?: string | undefined },
  env: Env,
): Promise<void> {
  const input = { readOnly: reason !== null, reason }
  const answer = await (tenant === undefined ? askProduct(url, input, env) : askTenantAuth(tenant, input, env))
  const { data, errors } = answerShape.parse(answer)
  if (data == null) throw new ExitError(`Refused: ${errors?.[0]?.message ?? 'there was no answer'}.`)
  const { slug } = data.setTenantReadOnly.tenant
  process.stdout.write(`${slug} ${reason === null ? 'can be changed again' : 'is read-only'}.\n`)
}

async function askProduct(url: string, input: object, env: Env): Promise<unknown> {
  const { GM_TOKEN } = readConfig(z.object({ GM_TOKEN: z.string().min(1) }), env)
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${GM_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: mutation, variables: { input } }),
  }).catch((error: unknown) => {
    throw new ExitError(`Nothing answers at ${url}.`, { cause: error })
  })
  return response.json()
}

async function askTenantAuth(tenantId: string, input: object, env: Env): Promise<unknown> {
  const { subgraphUrls, signingKey } = readProcessConfig(env)
  const urls = subgraphUrls['tenant-auth']
  if (urls === undefined) throw new ExitError('Set TENANT_AUTH_URL to where tenant-auth answers.')
  if (signingKey === undefined)
    throw new ExitError('Set CONTEXT_SIGNING_KEY to a key that the tenant-auth process trusts.')
  const endpoints = createEndpoints(urls)
  const signer = await toSigner('gm', signingKey)
  await using source = createHttpSource({ name: 'tenant-auth', endpoints, signer, deadlineMs: 30_000 })
  const request = { id: newId('req'), ip: null, userAgent: 'gm' }
  const identity = { kind: 'service', service: 'gm', tenantId, onBehalfOf: null, request } as const
  return source.process({ query: mutation, variables: { input }, identity })
}
