import type { IncomingMessage } from 'node:http'
import { BlockList, isIP, isIPv6 } from 'node:net'

/**
 * Tells the address of who asked: that of the socket, or where that is a proxy we trust, the last one in
 * `X-Forwarded-For` that is not. (For HTTP requests Fastify does the same.)
 */
export function clientAddress(trustProxy: readonly string[]): (request: IncomingMessage) => string {
  const trusted = new BlockList()
  for (const entry of trustProxy) {
    const [network = '', bits] = entry.split('/')
    const family = isIPv6(network) ? 'ipv6' : 'ipv4'
    if (bits === undefined) trusted.addAddress(network, family)
    else trusted.addSubnet(network, Number(bits), family)
  }
  const isTrusted = (address: string) => trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
  return ({ socket, headers }) => {
    const own = plain(socket.remoteAddress ?? '')
    const forwarded = headers['x-forwarded-for']
    if (forwarded === undefined || !isTrusted(own)) return own
    const hops = String(forwarded)
      .split(',')
      .map((hop) => plain(hop.trim()))
    return hops.findLast((hop) => isIP(hop) !== 0 && !isTrusted(hop)) ?? own
  }
}

/** An IPv4 address also where it comes mapped into IPv6. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/, '')
