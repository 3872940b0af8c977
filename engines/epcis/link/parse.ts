import { aiOf } from '../ai/dictionary.ts'
import { type Element, type ElementFault, type ElementOptions, valueFault } from '../ai/elements.ts'
import { repeated } from '../ai/together.ts'
import { unescapePath, unescapeQuery } from './escape.ts'

/** A digital link taken apart. */
export type Link = {
  /** Scheme, domain and what stands before the primary key. */
  readonly stem: string
  readonly key: Element
  readonly qualifiers: readonly Element[]
  /** AIs of the query, in its order. */
  readonly attributes: readonly Element[]
  /** What else the query says, such as `linkType`. */
  readonly others: readonly (readonly [string, string])[]
}

export type LinkFault = {
  readonly code: 'uri' | 'noKey' | 'qualifier' | 'attribute' | 'twice' | ElementFault['code']
  readonly ai: string
  readonly detail: string
}

export type LinkOptions = ElementOptions & {
  /** Takes GTIN-8, -12 and -13 and fills them up to 14 digits. */
  readonly shortGtins?: boolean
  /** Takes the short names of version 1.1, such as `/gtin/` and `/lot/`. */
  readonly names?: boolean
}

/** Short names of version 1.1 (section 4.3); version 1.2 withdrew them. */
export const shortNames: Readonly<Record<string, string>> = {
  gtin: '01',
  itip: '8006',
  gmn: '8013',
  cpid: '8010',
  gln: '414',
  payTo: '415',
  party: '417',
  gsrnp: '8017',
  gsrn: '8018',
  gcn: '255',
  sscc: '00',
  gdti: '253',
  ginc: '401',
  gsin: '402',
  grai: '8003',
  giai: '8004',
  cpv: '22',
  lot: '10',
  ser: '21',
  cpsn: '8011',
  glnx: '254',
  refno: '8020',
  srin: '8019',
}

const host = String.raw`(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::\d+)?`
const uri = new RegExp(String.raw`^(https?|HTTPS?):\/\/(${host})((?:\/[^?#]*)?)(?:\?([^#]*))?(?:#.*)?$`)
const characters = /^[A-Za-z0-9\-._~!$&'()*+,;=:@/?#%[\]"]*$/

/** Reads a digital link (version 1.2, section 4). */
export function parseLink(text: string, options: LinkOptions = {}): { link: Link } | { fault: LinkFault } {
  const [, scheme = '', domain = '', path = '', query = ''] = uri.exec(text) ?? []
  if (domain === '' || !characters.test(text)) return refuse('uri', '', text)
  const segments = path.split('/').slice(1)
  const at = keyAt(segments, options)
  if (at < 0) return refuse('noKey', '', path)
  const pairs: Element[] = []
  for (let index = at; index < segments.length; index += 2) {
    const ai = aiNamed(segments[index]!, options)!
    pairs.push(padded({ ai, value: unescapePath(segments[index + 1]!) }, options))
  }
  const [key, ...qualifiers] = pairs as [Element, ...Element[]]
  const sequence = sequenceOf(key.ai, qualifiers)
  if (!sequence) return refuse('qualifier', key.ai, qualifiers.map(({ ai }) => ai).join(','))
  const { attributes, others, fault } = readQuery(query, options)
  if (fault) return { fault }
  const found =
    attributesFault(attributes, pairs, options) ?? firstValueFault([...pairs, ...attributes], options)
  if (found) return { fault: found }
  const stem = `${scheme.toLowerCase()}://${[domain, ...segments.slice(0, at)].join('/')}`
  return { link: { stem, key, qualifiers, attributes, others } }
}

/** The elements of a link in their order. */
export function linkElements({ key, qualifiers, attributes }: Link): Element[] {
  return [key, ...qualifiers, ...attributes]
}

function refuse(code: LinkFault['code'], ai: string, detail: string): { fault: LinkFault } {
  return { fault: { code, ai, detail } }
}

function aiNamed(segment: string, { names }: LinkOptions): string | undefined {
  if (/^\d{2,4}$/.test(segment)) return segment
  return names ? shortNames[segment] : undefined
}

/** The rightmost primary key whose rest is pairs of AI and value. */
function keyAt(segments: readonly string[], options: LinkOptions): number {
  for (let at = segments.length - 2; at >= 0; at -= 2) {
    const ai = aiNamed(segments[at]!, options)
    if (!ai || segments[at + 1] === '') return -1
    if (aiOf(ai)?.qualifiers) return at
    if (!aiOf(ai)) return -1
  }
  return -1
}

/** The key's sequence of qualifiers that holds these in order; null when there is none. */
export function sequenceOf(key: string, qualifiers: readonly Element[]): readonly string[] | null {
  const sequences = aiOf(key)?.qualifiers ?? []
  const fits = (sequence: readonly string[]) => {
    let last = -1
    for (const { ai } of qualifiers) {
      const at = sequence.indexOf(ai)
      if (at <= last) return false
      last = at
    }
    return true
  }
  return sequences.find(fits) ?? null
}

function readQuery(query: string, options: LinkOptions) {
  const attributes: Element[] = []
  const others: [string, string][] = []
  for (const part of query.split('&')) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const name = equals < 0 ? part : part.slice(0, equals)
    const value = equals < 0 ? '' : unescapeQuery(part.slice(equals + 1))
    const ai = equals < 0 ? undefined : aiNamed(name, { ...options, names: false })
    if (ai) attributes.push(padded({ ai, value }, options))
    else others.push([unescapeQuery(name), value])
    // Digits alone are meant as application identifier: a mistyped one must not pass as somebody's own
    // parameter.
    if (!ai && /^\d+$/.test(name)) return { attributes, others, fault: refuse('attribute', name, part).fault }
  }
  return { attributes, others, fault: null }
}

function attributesFault(
  attributes: readonly Element[],
  path: readonly Element[],
  options: LinkOptions,
): LinkFault | null {
  const sequence = sequenceOf(path[0]!.ai, path.slice(1)) ?? []
  const seen = new Set(path.map(({ ai }) => ai))
  for (const { ai, value } of attributes) {
    if (seen.has(ai)) return { code: 'twice', ai, detail: value }
    const entry = aiOf(ai)
    const isAllowed = entry ? entry.attribute : options.unknownAis === true
    if (!isAllowed || sequence.includes(ai)) return { code: 'attribute', ai, detail: value }
    seen.add(ai)
  }
  return repeated(attributes)
}

function firstValueFault(elements: readonly Element[], options: LinkOptions): LinkFault | null {
  for (const element of elements) {
    const fault = valueFault(element, options)
    if (fault) return fault
  }
  return null
}

function padded({ ai, value }: Element, { shortGtins }: LinkOptions): Element {
  const isShort = shortGtins && (ai === '01' || ai === '02') && /^(\d{8}|\d{12,13})$/.test(value)
  return { ai, value: isShort ? value.padStart(14, '0') : value }
}
