import { hash as digestOf } from 'node:crypto'
import type { GraphMemory, GraphRelation } from './graph-rows.ts'

const modulus = 1n << 256n

/** The hash of one memory: SHA-256 over its fields in a fixed order, as JSON. */
export function memoryHash(memory: GraphMemory): bigint {
  return hash([
    'memory',
    memory.id,
    memory.type,
    memory.title,
    memory.content,
    memory.tags,
    memory.properties,
    memory.spaceId,
    memory.createdBy,
    memory.importance,
    memory.createdAt,
    memory.updatedAt,
    memory.validFrom,
    memory.validTo,
    memory.version,
  ])
}

/** The hash of one relation, made as a memory's. */
export function relationHash(relation: GraphRelation): bigint {
  return hash([
    'relation',
    relation.id,
    relation.fromId,
    relation.toId,
    relation.type,
    relation.weight,
    relation.createdAt,
    relation.validFrom,
    relation.validTo,
    relation.version,
  ])
}

/**
 * The digest of a set of rows: the sum of their hashes modulo 2^256, so that it does not depend on their order and can be
 * kept up to date a row at a time. `from` is the digest to go on with.
 */
export function createDigest(from = '0') {
  let sum = BigInt(`0x${from}`)
  return {
    add: (rowHash: bigint) => {
      sum = (sum + rowHash) % modulus
    },
    remove: (rowHash: bigint) => {
      sum = (sum - rowHash + modulus) % modulus
    },
    /** 64 hexadecimal digits. */
    hex: () => sum.toString(16).padStart(64, '0'),
  }
}

function hash(fields: readonly unknown[]): bigint {
  return BigInt(`0x${digestOf('sha256', JSON.stringify(fields))}`)
}
