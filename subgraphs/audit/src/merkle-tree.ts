import { createHash } from 'node:crypto'

/**
 * The Merkle tree of RFC 9162, section 2.1, over SHA-256. Only perfect subtrees are kept: the node at `level` and
 * `index` covers the leaves from `index * 2^level` up to, and without, `(index + 1) * 2^level`. Those never change,
 * and every hash that a root or a proof needs is put together from a number of them that is logarithmic in the size.
 */
export type NodePosition = { readonly level: number; readonly index: number }

/** The leaves from `start` up to, and without, `end`. */
export type LeafRange = { readonly start: number; readonly end: number }

export const leafHash = (leaf: Uint8Array): Buffer => createHash('sha256').update('\x00').update(leaf).digest()

export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer =>
  createHash('sha256').update('\x01').update(left).update(right).digest()

/** The root of a tree without leaves. */
export const emptyRoot = (): Buffer => createHash('sha256').digest()

/** The perfect subtrees, from left to right, that make up a range which is itself a subtree of some tree. */
export function positionsOf({ start, end }: LeafRange): NodePosition[] {
  const positions: NodePosition[] = []
  for (let at = start; at < end;) {
    let level = 0
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= end) level++
    positions.push({ level, index: at / 2 ** level })
    at += 2 ** level
  }
  return positions
}

/** The hash of such a range. */
export function rangeHash(range: LeafRange, hashOf: (position: NodePosition) => Uint8Array): Buffer {
  const hashes = positionsOf(range).map(hashOf)
  const last = hashes.pop()
  if (last === undefined) return emptyRoot()
  return Buffer.from(hashes.reduceRight((right, left) => nodeHash(left, right), last))
}

/** The ranges whose hashes prove that the leaf at `index` is in the tree of this size, from the leaf upwards. */
export function inclusionPath(index: number, { start, end }: LeafRange): LeafRange[] {
  if (end - start === 1) return []
  const middle = start + largestPowerBelow(end - start)
  return index < middle
    ? [...inclusionPath(index, { start, end: middle }), { start: middle, end }]
    : [...inclusionPath(index, { start: middle, end }), { start, end: middle }]
}

/** The ranges whose hashes prove that the tree of size `from` is the beginning of the tree of size `to`. */
export function consistencyPath(from: number, to: number): LeafRange[] {
  return from === to ? [] : consistencyBelow(from, { start: 0, end: to }, true)
}

function consistencyBelow(from: number, range: LeafRange, isWhole: boolean): LeafRange[] {
  const { start, end } = range
  if (from === end) return isWhole ? [] : [range]
  const middle = start + largestPowerBelow(end - start)
  return from <= middle
    ? [...consistencyBelow(from, { start, end: middle }, isWhole), { start: middle, end }]
    : [...consistencyBelow(from, { start: middle, end }, false), { start, end: middle }]
}

/** The largest subtrees of the tree of this size that hold no leaf of the given range, from left to right. */
export function rangesBeside(inner: LeafRange, tree: LeafRange): LeafRange[] {
  if (tree.start >= inner.end || tree.end <= inner.start) return [tree]
  if (tree.start >= inner.start && tree.end <= inner.end) return []
  const middle = tree.start + largestPowerBelow(tree.end - tree.start)
  return [
    ...rangesBeside(inner, { start: tree.start, end: middle }),
    ...rangesBeside(inner, { start: middle, end: tree.end }),
  ]
}

/** The new perfect subtrees that appear when leaves are appended to a tree of this size; `hashOf` reads the old ones. */
export function append(
  size: number,
  leafHashes: readonly Uint8Array[],
  hashOf: (position: NodePosition) => Uint8Array,
): { readonly position: NodePosition; readonly hash: Uint8Array }[] {
  const made = new Map<string, Uint8Array>()
  const read = (position: NodePosition) => made.get(keyOf(position)) ?? hashOf(position)
  return leafHashes.flatMap((leaf, i) => {
    const nodes = [{ position: { level: 0, index: size + i }, hash: leaf }]
    for (let { level, index } = { level: 0, index: size + i }, hash = leaf; ;) {
      made.set(keyOf({ level, index }), hash)
      if (index % 2 === 0) return nodes
      hash = nodeHash(read({ level, index: index - 1 }), hash)
      level++
      index = (index - 1) / 2
      nodes.push({ position: { level, index }, hash })
    }
  })
}

export const keyOf = ({ level, index }: NodePosition): string => `${level}/${index}`

function largestPowerBelow(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}
