import { createHash } from 'node:crypto'
import { Kind, parse, visit } from 'graphql'
import type { Identity } from '@graphmemory/identity/identity.ts'

/** A label of `@override(label: "percent(10)")`: for so many of a hundred callers the field has moved. */
export type OverrideLabel = { readonly label: string; readonly percent: number }

/** Reads the labels out of a supergraph. Of any other form than `percent(…)` nothing moves. */
export function findOverrideLabels(supergraphSdl: string): readonly OverrideLabel[] {
  const labels = new Map<string, OverrideLabel>()
  visit(parse(supergraphSdl, { noLocation: true }), {
    Directive: ({ name, arguments: args }) => {
      if (name.value !== 'join__field') return
      const value = args?.find((argument) => argument.name.value === 'overrideLabel')?.value
      const percent = value?.kind === Kind.STRING ? /^percent\((\d+(?:\.\d+)?)\)$/.exec(value.value)?.[1] : undefined
      if (value?.kind === Kind.STRING && percent !== undefined)
        labels.set(value.value, { label: value.value, percent: Number(percent) })
    },
  })
  return [...labels.values()]
}

/** The labels that hold for a caller: always the same for one tenant, at random for who has none. */
export function overridesFor(labels: readonly OverrideLabel[], identity: Identity): readonly string[] {
  if (labels.length === 0) return []
  const { request } = identity
  const whose = identity.kind === 'anonymous' ? request.id : (identity.tenantId ?? request.id)
  return labels.flatMap(({ label, percent }) => (shareOf(label, whose) < percent ? label : []))
}

/** From 0 to 100, evenly. */
const shareOf = (label: string, whose: string): number =>
  (createHash('sha256').update(`${label}\0${whose}`).digest().readUInt32BE() / 2 ** 32) * 100
