import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  append,
  consistencyPath,
  emptyRoot,
  inclusionPath,
  keyOf,
  leafHash,
  nodeHash,
  positionsOf,
  rangeHash,
  rangesBeside,
  type LeafRange,
  type NodePosition,
} from './merkle-tree.ts'

/** The definition of RFC 9162, section 2.1.1, word for word. */
function mth(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves
  if (first === undefined) return createHash('sha256').digest()
  if (leaves.length === 1) return leafHash(first)
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return nodeHash(mth(leaves.slice(0, k)), mth(leaves.slice(k)))
}

/** A tree that grows in batches and keeps its perfect subtrees, as the sequencer does. */
function grow(batches: readonly (readonly Buffer[])[]) {
  const nodes = new Map<string, Uint8Array>()
  const hashOf = (position: NodePosition) => {
    const hash = nodes.get(keyOf(position))
    if (hash === undefined) throw new Error(`no node ${keyOf(position)}`)
    return hash
  }
  let size = 0
  for (const batch of batches) {
    const frontier = new Set(positionsOf({ start: 0, end: size }).map(keyOf))
    const readFrontier = (position: NodePosition) => {
      if (!frontier.has(keyOf(position))) throw new Error(`read ${keyOf(position)}, which is not in the frontier`)
      return hashOf(position)
    }
    for (const { position, hash } of append(size, batch.map(leafHash), readFrontier)) nodes.set(keyOf(position), hash)
    size += batch.length
  }
  return { size, hash: (range: LeafRange) => rangeHash(range, hashOf) }
}

/** RFC 9162, section 2.1.3.2. */
function provesInclusion(leaf: Buffer, index: number, size: number, path: readonly Buffer[], root: Buffer): boolean {
  let [fn, sn, hash] = [index, size - 1, leafHash(leaf)]
  for (const sibling of path) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(sibling, hash)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1]
    } else hash = nodeHash(hash, sibling)
    ;[fn, sn] = [fn >> 1, sn >> 1]
  }
  return sn === 0 && hash.equals(root)
}

/** RFC 9162, section 2.1.4.2. */
function provesConsistency(from: number, to: number, given: readonly Buffer[], fromRoot: Buffer, toRoot: Buffer) {
  if (from === to) return given.length === 0 && fromRoot.equals(toRoot)
  const path = Number.isInteger(Math.log2(from)) ? [fromRoot, ...given] : [...given]
  let [fn, sn] = [from - 1, to - 1]
  while (fn % 2 === 1) [fn, sn] = [fn >> 1, sn >> 1]
  const [first, ...rest] = path
  if (first === undefined) return false
  let [fr, sr] = [first, first]
  for (const hash of rest) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      ;[fr, sr] = [nodeHash(hash, fr), nodeHash(hash, sr)]
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1]
    } else sr = nodeHash(sr, hash)
    ;[fn, sn] = [fn >> 1, sn >> 1]
  }
  return sn === 0 && fr.equals(fromRoot) && sr.equals(toRoot)
}

const seen = (leaves: readonly Buffer[]) => grow([leaves])

describe('the published vectors (RFC 6962 reference implementation)', () => {
  const leaves = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ].map((hex) => Buffer.from(hex, 'hex'))
  const tree = seen(leaves)
  const hex = (range: LeafRange) => tree.hash(range).toString('hex')

  test.each([
    [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
    [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
    [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
    [4, 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
    [5, '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
    [6, '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
    [7, 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
    [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
  ])('root of %i leaves', (size, root) => {
    expect(hex({ start: 0, end: size })).toBe(root)
  })

  test('root of no leaves', () => {
    expect(emptyRoot().toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })

  test.each([
    [0, 1, []],
    [
      0,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      5,
      8,
      [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
    [
      1,
      5,
      [
        '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ])('inclusion of leaf %i in a tree of %i', (index, size, path) => {
    expect(inclusionPath(index, { start: 0, end: size }).map(hex)).toEqual(path)
  })

  test.each([
    [1, 1, []],
    [
      1,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      6,
      8,
      [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [
      2,
      5,
      [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ])('consistency of the tree of %i with the tree of %i', (from, to, path) => {
    expect(consistencyPath(from, to).map(hex)).toEqual(path)
  })
})

describe('for any tree', () => {
  const leaf = fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes))
  const batches = fc.array(fc.array(leaf, { maxLength: 20 }), { minLength: 1, maxLength: 12 })
  const tree = batches
    .map((each) => ({ leaves: each.flat(), tree: grow(each) }))
    .filter(({ leaves }) => leaves.length > 0)
  const root = (leaves: readonly Buffer[]) => mth(leaves)
  const wrong = (path: readonly Buffer[]) =>
    path.map((hash, i) => (i === 0 ? Buffer.from(hash).fill(hash.readUInt8(0) ^ 1, 0, 1) : hash))

  test('however it grew, its root at every size is the one the standard defines, from the frontier alone', () => {
    fc.assert(
      fc.property(tree, ({ leaves, tree }) => {
        for (let size = 0; size <= leaves.length; size++)
          expect(tree.hash({ start: 0, end: size }).equals(root(leaves.slice(0, size)))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('the proof of a leaf proves it, at every later size, and nothing else', () => {
    fc.assert(
      fc.property(tree, fc.nat(), fc.nat(), leaf, ({ leaves, tree }, a, b, other) => {
        const index = a % leaves.length
        const size = index + 1 + (b % (leaves.length - index))
        const path = inclusionPath(index, { start: 0, end: size }).map(tree.hash)
        const rootHash = root(leaves.slice(0, size))
        const at = leaves[index] ?? other
        expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)))
        expect(provesInclusion(at, index, size, path, rootHash)).toBe(true)
        expect(provesInclusion(other, index, size, path, rootHash)).toBe(other.equals(at))
        expect(provesInclusion(at, index, size, wrong(path), rootHash)).toBe(size === 1)
        expect(provesInclusion(at, index, size, path.slice(1), rootHash)).toBe(size === 1)
      }),
    )
  })

  test('the proof that one size continues another proves it, and nothing else', () => {
    fc.assert(
      fc.property(tree, fc.nat(), fc.nat(), ({ leaves, tree }, a, b) => {
        const from = 1 + (a % leaves.length)
        const to = from + (b % (leaves.length - from + 1))
        const path = consistencyPath(from, to).map(tree.hash)
        const [fromRoot, toRoot] = [root(leaves.slice(0, from)), root(leaves.slice(0, to))]
        expect(provesConsistency(from, to, path, fromRoot, toRoot)).toBe(true)
        const rewritten = root([Buffer.from('rewritten'), ...leaves.slice(1, to)])
        expect(provesConsistency(from, to, path, fromRoot, rewritten)).toBe(false)
        expect(provesConsistency(from, to, wrong(path), fromRoot, toRoot)).toBe(from === to)
      }),
    )
  })

  test('a range of leaves and the hashes beside it make up the root', () => {
    fc.assert(
      fc.property(tree, fc.nat(), fc.nat(), ({ leaves, tree }, a, b) => {
        const start = a % (leaves.length + 1)
        const end = start + (b % (leaves.length - start + 1))
        const whole = { start: 0, end: leaves.length }
        const beside = rangesBeside({ start, end }, whole).map((range) => ({ range, hash: tree.hash(range) }))
        const put = ({ start: from, end: to }: LeafRange): Buffer => {
          const known = beside.find(({ range }) => range.start === from && range.end === to)
          if (known !== undefined) return known.hash
          if (to - from === 1) return leafHash(leaves[from] ?? Buffer.alloc(0))
          let k = 1
          while (k * 2 < to - from) k *= 2
          return nodeHash(put({ start: from, end: from + k }), put({ start: from + k, end: to }))
        }
        expect(put(whole).equals(root(leaves))).toBe(true)
        expect(beside.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(leaves.length + 1)))
      }),
    )
  })
})
