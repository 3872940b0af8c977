import { shortNames } from '../link/parse.ts'
import { encodeForLink } from './urn.ts'

const x = '(?:%[\\dA-Fa-f]{2}|[!-$&-.0-9:-?A-Z_a-z])'

/** The keys that CBV 2.0 section 8.9 lets stand in a hash, and what their values look like. */
const keys: Readonly<Record<string, RegExp>> = {
  '00': /^\d{18}$/,
  '01': /^\d{14}$/,
  '253': new RegExp(`^\\d{13}${x}{0,17}$`),
  '255': /^\d{13,25}$/,
  '401': new RegExp(`^\\d{4}${x}{0,26}$`),
  '402': /^\d{17}$/,
  '414': /^\d{13}$/,
  '417': /^\d{13}$/,
  '8003': new RegExp(`^\\d{14}${x}{0,16}$`),
  '8004': new RegExp(`^\\d{4}${x}{0,26}$`),
  '8006': /^\d{18}$/,
  '8010': /^\d{4}(?:%(?:23|2[Ff])|[#0-9A-Z-]){0,26}$/,
  '8017': /^\d{18}$/,
  '8018': /^\d{18}$/,
}

const value20 = new RegExp(`^${x}{1,20}$`)
const serials: Readonly<Record<string, Readonly<Record<string, RegExp | null>>>> = {
  '01': { '22': null, '10': value20, '21': value20, '235': new RegExp(`^${x}{1,28}$`) },
  '8006': { '22': null, '10': value20, '21': value20 },
  '414': { '254': value20, '7040': null },
  '417': { '7040': null },
  '8004': { '7040': null },
  '8010': { '8011': /^\d{1,12}$/ },
  '8017': { '8019': null },
  '8018': { '8019': null },
}

/**
 * The constrained canonical form of a digital link (CBV 2.0 section 8.9.2): the domain of GS1, no query, the
 * finest level of identification only. Null when the text is no digital link of an identifying key.
 */
export function constrainedLink(uri: string): string | null {
  const start = uri.startsWith('https://') ? 8 : uri.startsWith('http://') ? 7 : 0
  const slash = start === 0 ? -1 : uri.indexOf('/', start)
  if (slash < 0) return null
  let end = uri.search(/[?#]/)
  if (end < 0) end = uri.length
  if (uri[end - 1] === '/') end -= 1
  const segments = uri.slice(slash + 1, end).split('/')
  for (let at = segments.length - 2; at >= 0; at -= 2) {
    const ai = shortNames[segments[at]!] ?? segments[at]!
    if (keys[ai]) return linkAt(segments, at, ai)
  }
  return null
}

function linkAt(segments: readonly string[], at: number, ai: string): string | null {
  const key = ai === '01' ? gtin14(segments[at + 1]!) : segments[at + 1]!
  if (!keys[ai]!.test(key)) return null
  let finest = ''
  for (let index = at + 2; index < segments.length; index += 2) {
    const qualifier = shortNames[segments[index]!] ?? segments[index]!
    const pattern = serials[ai]?.[qualifier]
    const value = segments[index + 1]
    if (pattern === undefined || value === undefined) return null
    if (pattern === null) continue
    if (!pattern.test(value)) return null
    finest = `/${qualifier}/${encodeForLink(value)}`
  }
  return `https://id.gs1.org/${ai}/${encodeForLink(key)}${finest}`
}

function gtin14(digits: string): string {
  return digits.length === 8 || digits.length === 12 || digits.length === 13
    ? digits.padStart(14, '0')
    : digits
}
