import { BlockList, isIP, isIPv6 } from 'node:net'

/** Addresses that are nobody's on the open network: ours, the neighbours', the cloud's own services. */
const internal = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  internal.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  internal.addSubnet(network, prefix, 'ipv6')
}

/** Is it an address that a subscription must not reach? IPv4 inside IPv6 counts as what it is. */
export function isInternal(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return internal.check(mapped, 'ipv4')
  if (/^::ffff:/i.test(address)) return true
  return internal.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/** Hosts inside the network that the operator lets events be sent to. */
export function allowedHosts(setting: string): ReadonlySet<string> {
  return new Set(
    setting
      .split(',')
      .map((one) => one.trim().toLowerCase())
      .filter((one) => one !== ''),
  )
}

/** Why a destination cannot be, or null. Names are judged when they are looked up, at every delivery anew. */
export function destinationFault(
  dest: string,
  allowed: ReadonlySet<string>,
): 'url' | 'scheme' | 'credentials' | 'internal' | null {
  const url = URL.parse(dest)
  if (!url) return 'url'
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'scheme'
  if (url.username !== '' || url.password !== '') return 'credentials'
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  if (allowed.has(host)) return null
  if (isIP(host) !== 0) return isInternal(host) ? 'internal' : null
  return host === 'localhost' || host.endsWith('.localhost') || !host.includes('.') ? 'internal' : null
}
