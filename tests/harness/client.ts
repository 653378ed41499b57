import assert from 'node:assert/strict'

export type GraphqlError = {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions?: Readonly<Record<string, unknown>>
}
export type Answer<Data = unknown> = {
  readonly status: number
  readonly data?: Data
  readonly errors?: readonly GraphqlError[]
  /** The body as it came. */
  readonly text: string
}

/** One GraphQL request over HTTP. Rejects only when no answer came at all. */
export async function post<Data>(
  url: string,
  query: string,
  variables: object = {},
  token?: string,
): Promise<Answer<Data>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  })
  const text = await response.text()
  const body = JSON.parse(text) as Pick<Answer<Data>, 'data' | 'errors'>
  return { ...body, status: response.status, text }
}

/** A request that must succeed: gives back its data, whose shape the caller knows from its own query. */
export async function ask<Data>(url: string, query: string, variables: object = {}, token?: string): Promise<Data> {
  const { data, errors } = await post<Data>(url, query, variables, token)
  assert.ok(errors === undefined && data, `${query.trim().split('\n')[0]} → ${JSON.stringify(errors)}`)
  return data
}

export function codeOf(answer: Answer): unknown {
  return answer.errors?.[0]?.extensions?.['code']
}
