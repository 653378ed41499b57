import type { GraphState } from '../engine.ts'
import type { GraphConnection } from './graph-database.ts'
import { number, text } from './row-fields.ts'
import { schemaVersion } from './schema.ts'

/** What the graph says of itself. It is written in the transaction that changes what it speaks of. */
export type GraphMeta = { readonly schemaVersion: number; readonly state: GraphState }

const emptyDigest = '0'.repeat(64)

export function createMeta(connection: GraphConnection): void {
  connection.run(
    `CREATE (:Meta {id: 0, schemaVersion: $schemaVersion, appliedSeq: 0, memories: 0, relations: 0, digest: $digest})`,
    { schemaVersion, digest: emptyDigest },
  )
}

export function readMeta(connection: GraphConnection): GraphMeta {
  const [row] = connection.run(
    `MATCH (m:Meta {id: 0}) RETURN m.schemaVersion AS schemaVersion, m.appliedSeq AS seq, m.memories AS memories,
       m.relations AS relations, m.digest AS digest`,
  )
  if (row === undefined) throw new Error('the graph does not say where it stands')
  return {
    schemaVersion: number(row, 'schemaVersion'),
    state: {
      seq: number(row, 'seq'),
      memories: number(row, 'memories'),
      relations: number(row, 'relations'),
      digest: text(row, 'digest'),
    },
  }
}

export function writeMeta(connection: GraphConnection, state: GraphState): void {
  connection.run(
    `MATCH (m:Meta {id: 0})
     SET m.appliedSeq = $seq, m.memories = $memories, m.relations = $relations, m.digest = $digest`,
    { seq: state.seq, memories: state.memories, relations: state.relations, digest: state.digest },
  )
}
