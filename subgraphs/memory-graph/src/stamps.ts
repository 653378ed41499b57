import type { GraphWriting } from './write-graph.ts'

/** Who made a row, and when. */
export const madeBy = ({ tenantId, author, at, log }: GraphWriting) => ({
  tenantId,
  version: 1,
  seq: log.nextSeq(),
  createdAt: at,
  createdByKind: author.kind,
  createdBy: author.id,
  updatedAt: at,
  updatedByKind: author.kind,
  updatedBy: author.id,
  deletedAt: null,
})

/** Who changed a row, and when. */
export const changedBy = ({ author, at, log }: GraphWriting, { version }: { readonly version: number }) => ({
  version: version + 1,
  seq: log.nextSeq(),
  updatedAt: at,
  updatedByKind: author.kind,
  updatedBy: author.id,
})
