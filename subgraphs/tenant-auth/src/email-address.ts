import { domainToASCII } from 'node:url'
import { badInput } from '@graphmemory/errors/client-error.ts'

/**
 * The one form in which an address is compared, kept and written to. Twins by case or by compatible characters (full
 * width, ligatures, Kelvin sign) become the same address, and mail goes to that form, so nobody can hold a twin of
 * another's address. Throws `BAD_USER_INPUT` for what is no address.
 */
export function normalizeEmail(text: string, field = 'email'): string {
  const invalid = () => badInput(field, 'This is not an e-mail address')
  if (text.length > 320) throw invalid()
  const folded = text.trim().normalize('NFKC').toLowerCase().normalize('NFKC')
  const at = folded.lastIndexOf('@')
  const local = folded.slice(0, at)
  const domain = domainToASCII(folded.slice(at + 1))
  if (at < 1 || !localPart.test(local) || !hostName.test(domain)) throw invalid()
  const email = `${local}@${domain}`
  if (Buffer.byteLength(local) > 64 || Buffer.byteLength(email) > 254) throw invalid()
  return email
}

/** RFC 6531's dot-atom: letters, marks and digits of any script, and the ASCII specials; no quoted strings. */
const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
const hostName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/
