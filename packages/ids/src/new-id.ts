import { randomFillSync } from 'node:crypto'

const alphabet = Buffer.from('0123456789abcdefghjkmnpqrstvwxyz') // Crockford's base32, lower case

const idBytes = 16
const idCharacters = 26
/** Random bytes that no id has used; asking the system for many at once costs much the same as for a few. */
const random = Buffer.alloc(256 * idBytes)
let used = random.length

/**
 * A new opaque id: `prefix_` and the 26 base32 characters of a UUIDv7 (RFC 9562 section 5.7).
 * Ids of one prefix sort by their time of creation, to the millisecond.
 */
export function newId(prefix: string, now = Date.now()): string {
  if (used === random.length) {
    randomFillSync(random)
    used = 0
  }
  const bytes = random.subarray(used, (used += idBytes))
  bytes.writeUIntBE(now, 0, 6)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  // Written as bytes: a text put together of single characters would be kept as so many parts.
  const text = Buffer.allocUnsafe(prefix.length + 1 + idCharacters)
  let at = text.write(`${prefix}_`, 'latin1')
  let rest = 0
  let bits = 2 // 26 characters hold two bits more than an id has: they come first, as zeros.
  for (const byte of bytes) {
    rest = (rest << 8) | byte
    for (bits += 8; bits >= 5;) {
      bits -= 5
      text[at++] = alphabet[rest >> bits] ?? 0
      rest &= (1 << bits) - 1
    }
  }
  return text.toString('latin1')
}

/** Whether a text has the shape of an id with this prefix. */
export function isId(prefix: string, text: string): boolean {
  return text.startsWith(`${prefix}_`) && /^[0-9a-hjkmnp-tv-z]{26}$/.test(text.slice(prefix.length + 1))
}
