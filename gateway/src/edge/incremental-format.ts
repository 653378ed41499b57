import type { GraphQLResponse } from '@apollo/server'
import type { ExecutionResult } from 'graphql'
import type { Delivery, IncrementalAnswer } from '../execution/execute-incrementally.ts'
import type { WaitingFragment } from '../execution/shape-answer.ts'

type Body = Extract<GraphQLResponse['body'], { readonly kind: 'incremental' }>
/** `masked` makes a part of an answer what a client may see. */
type MakeBody = (answer: IncrementalAnswer, masked: (part: ExecutionResult) => ExecutionResult) => Body

/** A way in which clients read answers in parts. */
export type IncrementalFormat = { readonly mediaType: string; readonly bodyOf: MakeBody }

/** The draft of 2022 that Apollo's clients speak: each part names the path that it belongs to. */
const draftOf2022: IncrementalFormat = {
  mediaType: 'multipart/mixed; deferSpec=20220824',
  bodyOf: ({ initial, announced, labelOf, deliveries }, masked) => ({
    kind: 'incremental',
    initialResult: { ...masked(initial), hasNext: announced.length > 0 } as Body['initialResult'],
    subsequentResults: mapped(deliveries, ({ patches, hasNext }) => ({
      incremental: patches.map(({ fragment, result }) => ({
        ...masked(result),
        path: fragment.path,
        ...labelled(labelOf(fragment)),
      })),
      hasNext,
    })),
  }),
}

/** The draft that followed: what is to come is announced under an id, and completed under it. */
const draftV02: IncrementalFormat = {
  mediaType: 'multipart/mixed; incrementalSpec=v0.2',
  bodyOf: ({ initial, announced, labelOf, deliveries }, masked) => {
    const ids = new Map<WaitingFragment, string>()
    const idOf = (fragment: WaitingFragment) => {
      const id = ids.get(fragment) ?? String(ids.size)
      ids.set(fragment, id)
      return id
    }
    const pendingOf = (fragments: readonly WaitingFragment[]) =>
      fragments.map((fragment) => ({ id: idOf(fragment), path: fragment.path, ...labelled(labelOf(fragment)) }))
    return {
      kind: 'incremental',
      initialResult: {
        ...masked(initial),
        pending: pendingOf(announced),
        hasNext: announced.length > 0,
      } as Body['initialResult'],
      subsequentResults: mapped(deliveries, ({ patches, announced: more, hasNext }) => {
        const parts = patches.map(({ fragment, result }) => ({ id: idOf(fragment), ...masked(result) }))
        return {
          ...(more.length > 0 && { pending: pendingOf(more) }),
          incremental: parts.filter(({ data }) => data !== null),
          completed: parts.map(({ id, data, errors }) => ({ id, ...(data === null && { errors }) })),
          hasNext,
        }
      }),
    }
  },
}

/** What a client accepts answers in parts as, if it does; of several the one that it names first. */
export function incrementalFormatOf(accept: string | undefined): IncrementalFormat | undefined {
  for (const range of (accept ?? '').split(',')) {
    if (!/^\s*multipart\/mixed\s*;/i.test(range)) continue
    if (/;\s*deferSpec="?20220824"?\s*(;|$)/i.test(range)) return draftOf2022
    if (/;\s*incrementalSpec="?v0\.2"?\s*(;|$)/i.test(range)) return draftV02
  }
  return undefined
}

const labelled = (label: string | undefined) => (label === undefined ? {} : { label })

function mapped(
  deliveries: AsyncIterableIterator<Delivery, undefined>,
  map: (delivery: Delivery) => object,
): Body['subsequentResults'] {
  const iterator = {
    async next() {
      const next = await deliveries.next()
      return next.done === true ? { done: true, value: undefined } : { done: false, value: map(next.value) }
    },
    return: async () => deliveries.return?.() ?? { done: true, value: undefined },
    [Symbol.asyncIterator]() {
      return this
    },
  }
  return iterator as unknown as Body['subsequentResults']
}
