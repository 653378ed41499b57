/** A whole answer of an HTTP/1.1 server. */
export type HttpAnswer = { readonly status: number; readonly body: Buffer; readonly keepsAlive: boolean }

const headEnd = Buffer.from('\r\n\r\n')
const lineEnd = Buffer.from('\r\n')
const maxHeadBytes = 64 * 1024
const maxBodyBytes = 64 * 1024 * 1024

/**
 * Reads one answer after another from the bytes of a connection (RFC 9112), with bodies of a known length or chunked.
 * `read` gives an answer once its last byte is there. Throws for anything that it does not understand, and for bytes
 * beyond an answer: nobody asked for them.
 */
export function createAnswerReader(): { read(bytes: Buffer): HttpAnswer | undefined } {
  let kept: Buffer[] = []
  let size = 0
  /** How many bytes are needed before looking again is of any use. */
  let needed = 0

  return {
    read(bytes) {
      size += bytes.length
      kept.push(bytes)
      if (size < needed) return undefined
      const all = kept.length === 1 ? bytes : Buffer.concat(kept, size)
      kept = [all]
      const outcome = readAnswer(all)
      if ('needed' in outcome) {
        needed = outcome.needed
        return undefined
      }
      if (outcome.end !== all.length) throw new Error('bytes beyond an answer')
      kept = []
      size = needed = 0
      return outcome.answer
    },
  }
}

type Outcome = { readonly needed: number } | { readonly answer: HttpAnswer; readonly end: number }

function readAnswer(bytes: Buffer): Outcome {
  const end = bytes.indexOf(headEnd)
  if (end === -1) {
    if (bytes.length > maxHeadBytes) throw new Error('an answer without an end of its head')
    return { needed: bytes.length + 1 }
  }
  const head = bytes.toString('latin1', 0, end)
  const start = end + headEnd.length
  const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/m.exec(head)?.[1])
  if (Number.isNaN(status)) throw new Error('not an HTTP answer')
  if (status < 200) return readAfter(bytes, start)
  const keepsAlive = !/\r\nconnection: *close/i.test(head)
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) return readChunks(bytes, start, { status, keepsAlive })
  if (status === 204 || status === 304) return { answer: { status, keepsAlive, body: Buffer.alloc(0) }, end: start }
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length === undefined) throw new Error('an answer without a length')
  const until = start + Number(length)
  if (until - start > maxBodyBytes) throw new Error('an answer that is too large')
  if (bytes.length < until) return { needed: until }
  return { answer: { status, keepsAlive, body: bytes.subarray(start, until) }, end: until }
}

/** The answer behind an interim one (1xx). */
function readAfter(bytes: Buffer, start: number): Outcome {
  const outcome = readAnswer(bytes.subarray(start))
  return 'needed' in outcome ? { needed: start + outcome.needed } : { ...outcome, end: start + outcome.end }
}

function readChunks(bytes: Buffer, start: number, answer: Omit<HttpAnswer, 'body'>): Outcome {
  const parts: Buffer[] = []
  let total = 0
  let at = start
  for (;;) {
    const line = bytes.indexOf(lineEnd, at)
    if (line === -1) return { needed: bytes.length + 1 }
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16)
    if (Number.isNaN(size)) throw new Error('a chunk without a size')
    total += size
    if (total > maxBodyBytes) throw new Error('an answer that is too large')
    const from = line + lineEnd.length
    const until = from + size + lineEnd.length
    if (bytes.length < until) return { needed: until }
    if (size === 0) return { answer: { ...answer, body: Buffer.concat(parts) }, end: until }
    parts.push(bytes.subarray(from, from + size))
    at = until
  }
}
