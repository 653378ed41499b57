#!/usr/bin/env node
// Checks exports of an audit log without the server that made them. It needs Node.js 20 or later and this file.
//
//   node verify.mjs [--key VERIFIER_KEY]… [--checkpoint FILE]… [--partial] EXPORT.jsonl…
//
//   --key          a verifier key that you got from elsewhere; without one the export's own are believed, and it says so
//   --checkpoint   a signed note that you kept: the export must continue it
//   --partial      the exports need not reach from the first leaf to the last
//
// Several exports of one log must be linked: each with the proof that it continues the one before (`knownSize`).
//
// Exit code 0: everything holds. 1: something does not; each finding is a line. 2: it was called wrongly.
//
// Formats: c2sp.org/signed-note and c2sp.org/tlog-checkpoint; the Merkle tree and its proofs are those of RFC 9162,
// section 2.1, over SHA-256.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest()
const leafHash = (leaf) => sha256(Buffer.from([0]), leaf)
const nodeHash = (left, right) => sha256(Buffer.from([1]), left, right)
const fromBase64 = (text) => {
  const bytes = Buffer.from(String(text), 'base64')
  if (bytes.toString('base64') !== text) throw new Error('not base64')
  return bytes
}

/** A verifier key, `name+hash+key`: its name, its hash and the Ed25519 key. */
function parseKey(text) {
  const [, name, hash, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text) ?? []
  if (name === undefined) throw new Error(`not a verifier key: ${text}`)
  const typed = fromBase64(encoded)
  const expected = sha256(Buffer.from(`${name}\n`), typed).subarray(0, 4)
  if (typed.length !== 33 || typed[0] !== 1 || expected.toString('hex') !== hash) throw new Error(`not a key: ${text}`)
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: typed.subarray(1).toString('base64url') }
  return { name, hash: expected, key: createPublicKey({ key: jwk, format: 'jwk' }) }
}

/** A checkpoint whose signature by one of the keys is right. */
function openNote(note, keys) {
  const end = note.indexOf('\n\n')
  const text = note.slice(0, end + 1)
  const signatures = note
    .slice(end + 2)
    .split('\n')
    .filter((line) => line !== '')
  const [origin, size, rootHash] = text.split('\n')
  if (end < 0 || !/^(0|[1-9]\d*)$/.test(size)) throw new Error('not a checkpoint')
  const isSigned = signatures.some((line) => {
    const [, name, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? []
    if (name !== origin) return false
    const bytes = fromBase64(encoded)
    return keys.some(
      (key) =>
        key.name === name &&
        key.hash.equals(bytes.subarray(0, 4)) &&
        verify(null, Buffer.from(text), key.key, bytes.subarray(4)),
    )
  })
  if (!isSigned) throw new Error(`the checkpoint of ${origin} at ${size} is not signed by a known key`)
  return { origin, size: Number(size), rootHash: fromBase64(rootHash) }
}

/** The root of a tree of which the leaves from `from` up to `to` are known, and the hashes beside them. */
function rootOf(size, { from, to, beside }, leafHashes) {
  const hashes = [...beside]
  const put = (start, end) => {
    if (start >= to || end <= from) {
      const hash = hashes.shift()
      if (hash === undefined) throw new Error('the proof of the range is too short')
      return hash
    }
    if (end - start === 1) return leafHashes[start - from]
    let k = 1
    while (k * 2 < end - start) k *= 2
    return nodeHash(put(start, start + k), put(start + k, end))
  }
  const root = size === 0 ? sha256() : put(0, size)
  if (hashes.length > 0) throw new Error('the proof of the range is too long')
  return root
}

/** RFC 9162, section 2.1.4.2. */
function isConsistent({ from, to, path, fromRoot, toRoot }) {
  if (from < 1 || from > to) return false
  if (from === to) return path.length === 0 && fromRoot.equals(toRoot)
  let fn = from - 1
  let sn = to - 1
  while (fn % 2 === 1) [fn, sn] = [(fn - 1) / 2, Math.floor(sn / 2)]
  const [first, ...rest] = fn === 0 ? [fromRoot, ...path] : path
  if (first === undefined) return false
  let [fr, sr] = [first, first]
  for (const hash of rest) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(hash, fr)
      sr = nodeHash(hash, sr)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)]
    } else sr = nodeHash(sr, hash)
    ;[fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
  }
  return sn === 0 && fr.equals(fromRoot) && sr.equals(toRoot)
}

/** An export's lines by their kind. */
function parseExport(text) {
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
  const one = (kind) => lines.find((line) => line.kind === kind)
  if (one('log') === undefined) throw new Error('not an export: it does not say of which log')
  return {
    log: one('log'),
    note: one('checkpoint')?.note,
    range: one('range'),
    consistency: lines.filter((line) => line.kind === 'consistency'),
    leaves: lines.filter((line) => line.kind === 'leaf'),
  }
}

/** Checks one export and tells what it covers. `report` takes what is wrong. */
function checkExport({ log, note, range, consistency, leaves }, keys, report) {
  const { origin } = log
  if (note === undefined) {
    const checkpoint = { origin, size: 0, rootHash: sha256() }
    return { origin, checkpoint, from: 0, to: 0, hashes: [], consistency, report }
  }
  const checkpoint = openNote(note, keys)
  if (checkpoint.origin !== log.origin) report(`the checkpoint is of ${checkpoint.origin}, not of ${log.origin}`)
  if (range === undefined) throw new Error('the export names no range')
  const { from, to } = range
  if (leaves.length !== to - from)
    report(`leaves ${from} to ${to - 1} should be here: ${to - from}, not ${leaves.length}`)
  let expected = from
  for (const { index, leaf } of leaves) {
    if (index !== expected) report(`leaf ${expected} is missing or out of its place (leaf ${index} stands there)`)
    if (JSON.parse(fromBase64(leaf)).index !== index) report(`leaf ${index} says of itself that it is another`)
    expected = index + 1
  }
  const hashes = leaves.map(({ leaf }) => leafHash(fromBase64(leaf)))
  const beside = (range.beside ?? []).map(fromBase64)
  if (leaves.length === to - from && !rootOf(checkpoint.size, { from, to, beside }, hashes).equals(checkpoint.rootHash))
    report(`leaves ${from} to ${to - 1} are not those of the signed log: one was changed, moved, added or taken away`)
  return { origin, checkpoint, from, to, hashes, consistency, report }
}

/** Whether a log continues a checkpoint that was kept. */
function checkContinuation(earlier, { checkpoint, consistency, from, to, hashes, report }) {
  if (earlier.origin !== checkpoint.origin) return report(`an earlier checkpoint is of ${earlier.origin}`)
  if (earlier.size > checkpoint.size)
    return report(`the log was cut: it has ${checkpoint.size} leaves and had ${earlier.size}`)
  if (earlier.size === 0) return undefined
  if (earlier.size === checkpoint.size) {
    if (!earlier.rootHash.equals(checkpoint.rootHash))
      report(`the log was rewritten: it had another root at ${earlier.size}`)
    return undefined
  }
  const proof = consistency.find((line) => line.from === earlier.size && line.to === checkpoint.size)
  if (proof !== undefined) {
    const path = proof.path.map(fromBase64)
    const [fromRoot, toRoot] = [earlier.rootHash, checkpoint.rootHash]
    if (!isConsistent({ from: earlier.size, to: checkpoint.size, path, fromRoot, toRoot }))
      report(`the log was rewritten: it does not continue the earlier checkpoint at ${earlier.size}`)
  } else if (from === 0 && to >= earlier.size && hashes.length === to) {
    const first = hashes.slice(0, earlier.size)
    if (!rootOf(earlier.size, { from: 0, to: earlier.size, beside: [] }, first).equals(earlier.rootHash))
      report(`the log was rewritten: its first ${earlier.size} leaves had another root`)
  } else report(`nothing here proves that the log continues the earlier checkpoint at ${earlier.size}`)
  return undefined
}

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      key: { type: 'string', multiple: true, default: [] },
      checkpoint: { type: 'string', multiple: true, default: [] },
      partial: { type: 'boolean', default: false },
    },
  })
  if (positionals.length === 0) throw Object.assign(new Error('give the exports to check'), { code: 'USAGE' })
  const exports = positionals.map((file) => ({ file, parsed: parseExport(readFileSync(file, 'utf8')) }))
  const pinned = values.key.map(parseKey)
  const keys = pinned.length > 0 ? pinned : exports.flatMap(({ parsed }) => parsed.log.verifierKeys.map(parseKey))
  const kept = values.checkpoint.map((file) => openNote(readFileSync(file, 'utf8'), keys))

  const findings = []
  const checked = exports
    .map(({ file, parsed }) => checkExport(parsed, keys, (finding) => findings.push(`${file}: ${finding}`)))
    .toSorted((a, b) => a.checkpoint.size - b.checkpoint.size)
  const { size } = checked.at(-1).checkpoint
  checked.forEach((each, i) => {
    const before = i === 0 ? [] : [checked[i - 1].checkpoint]
    for (const earlier of [...before, ...(i === checked.length - 1 ? kept : [])]) checkContinuation(earlier, each)
  })
  let covered = 0
  for (const { from, to } of checked.toSorted((a, b) => a.from - b.from))
    if (from <= covered) covered = Math.max(covered, to)
  if (!values.partial && covered < size) findings.push(`leaves ${covered} to ${size - 1} are not in these exports`)

  if (findings.length > 0) throw new Error(findings.join('\n'))
  const leaves = checked.reduce((sum, { from, to }) => sum + to - from, 0)
  say(`${leaves} leaves are in the signed log of ${checked[0].origin}, which has ${size}`)
  if (pinned.length === 0) say("the key is the export's own: give --key to be sure who signed")
}

const say = (line) => process.stdout.write(`${line}\n`)

try {
  main()
} catch (error) {
  say(error.message)
  process.exitCode = error.code === undefined ? 1 : 2 // Node's own errors: an option or a file that is not there
}
