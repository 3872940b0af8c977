/** A name with its namespace; an unprefixed attribute has none. */
export type XmlName = { readonly prefix: string; readonly local: string; readonly namespace: string }
export type XmlAttribute = XmlName & { readonly value: string }

export type XmlHandler = {
  open(name: XmlName, attributes: readonly XmlAttribute[], namespaces: Readonly<Record<string, string>>): void
  text(text: string): void
  close(): void
}

/** Why a text is not read. `entity`, `doctype` and the limits keep bombs out. */
export type XmlFault = {
  readonly code:
    | ('syntax' | 'entity' | 'doctype' | 'depth' | 'attributes' | 'token' | 'prefix' | 'unfinished')
    | 'eventTooLong'
  readonly detail: string
}

export type XmlLimits = {
  readonly depthMax: number
  readonly attributesMax: number
  readonly tokenLengthMax: number
}

export const xmlLimits: XmlLimits = { depthMax: 64, attributesMax: 100, tokenLengthMax: 1_048_576 }

const names = /^[A-Za-z_\u00C0-\uFFFD][\w.\-\u00B7-\uFFFD]*$/
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

type Scope = { readonly name: string; readonly namespaces: Readonly<Record<string, string>> }

/**
 * A reader of XML 1.0 with namespaces that is fed in pieces and keeps no more than one token. It knows the
 * five entities of XML itself and character references; a document type with a subset or an external part is
 * refused, so that nothing can be defined that grows.
 */
export class XmlReader {
  private readonly handler: XmlHandler
  private readonly limits: XmlLimits
  private rest = ''
  private fault: XmlFault | null = null
  private isRooted = false
  private readonly scopes: Scope[] = [
    { name: '', namespaces: { xml: 'http://www.w3.org/XML/1998/namespace', '': '' } },
  ]

  constructor(handler: XmlHandler, limits: XmlLimits = xmlLimits) {
    this.handler = handler
    this.limits = limits
  }

  private fail(code: XmlFault['code'], detail: string): void {
    this.fault ??= { code, detail: detail.slice(0, 100) }
  }

  write(chunk: string): XmlFault | null {
    this.rest += chunk
    let at = 0
    while (!this.fault && at < this.rest.length) {
      const next = this.rest[at] === '<' ? this.markup(at) : this.characters(at)
      if (next < 0) break
      at = next
    }
    this.rest = this.rest.slice(at)
    if (this.rest.length > this.limits.tokenLengthMax) this.fail('token', String(this.limits.tokenLengthMax))
    return this.fault
  }

  /** Text up to the next markup; an entity cut off by the end of the piece waits for the next one. */
  private characters(at: number): number {
    let end = this.rest.indexOf('<', at)
    const isWhole = end >= 0
    if (!isWhole) {
      end = this.rest.length
      const ampersand = this.rest.lastIndexOf('&')
      if (ampersand >= at && this.rest.indexOf(';', ampersand) < 0) end = ampersand
      if (end === at) return -1
    }
    const text = this.decoded(this.rest.slice(at, end))
    if (this.scopes.length > 1) this.handler.text(text)
    else if (text.replace('\uFEFF', '').trim() !== '') this.fail('syntax', text)
    return end
  }

  private markup(at: number): number {
    const start = this.rest.slice(at, at + 9)
    if (start.length < 9 && ['<!--', '<![CDATA[', '<!DOCTYPE'].some((one) => one.startsWith(start))) return -1
    if (this.rest.startsWith('<!--', at)) return this.past(at, '-->')
    if (this.rest.startsWith('<![CDATA[', at)) {
      const end = this.rest.indexOf(']]>', at)
      if (end < 0) return -1
      if (this.scopes.length > 1) this.handler.text(this.rest.slice(at + 9, end))
      return end + 3
    }
    if (this.rest.startsWith('<?', at)) return this.past(at, '?>')
    if (this.rest.startsWith('<!', at)) return this.doctype(at)
    const end = this.tagEnd(at)
    if (end < 0) return -1
    const tag = this.rest.slice(at + 1, end)
    if (tag.startsWith('/')) this.close(tag.slice(1).trim())
    else this.open(tag.endsWith('/') ? tag.slice(0, -1) : tag, tag.endsWith('/'))
    return end + 1
  }

  private past(at: number, closing: string): number {
    const end = this.rest.indexOf(closing, at)
    return end < 0 ? -1 : end + closing.length
  }

  private doctype(at: number): number {
    const end = this.rest.indexOf('>', at)
    if (end < 0 && !this.rest.includes('[', at) && this.rest.length - at < 1000) return -1
    const text = this.rest.slice(at, end < 0 ? undefined : end + 1)
    if (!/^<!DOCTYPE\s+[\w:.-]+\s*>$/.test(text)) this.fail('doctype', text)
    return end < 0 ? -1 : end + 1
  }

  private tagEnd(at: number): number {
    let quote = ''
    for (let index = at + 1; index < this.rest.length; index += 1) {
      const character = this.rest[index]!
      if (quote !== '') {
        if (character === quote) quote = ''
      } else if (character === '"' || character === "'") quote = character
      else if (character === '>') return index
      else if (character === '<') {
        this.fail('syntax', this.rest.slice(at, index + 1))
        return -1
      }
    }
    return -1
  }

  private open(tag: string, isEmpty: boolean): void {
    const space = tag.search(/\s/)
    const name = space < 0 ? tag : tag.slice(0, space)
    const raw = this.attributesOf(space < 0 ? '' : tag.slice(space))
    if (!raw) return
    const outer = this.scopes[this.scopes.length - 1]!.namespaces
    const own = raw.filter(([key]) => key === 'xmlns' || key.startsWith('xmlns:'))
    const namespaces =
      own.length === 0
        ? outer
        : { ...outer, ...Object.fromEntries(own.map(([key, uri]) => [key.slice(6), uri])) }
    const element = this.resolved(name, namespaces, true)
    const attributes = raw.flatMap(([key, value]): XmlAttribute[] => {
      if (key === 'xmlns' || key.startsWith('xmlns:')) return []
      return [{ ...this.resolved(key, namespaces, false), value }]
    })
    if (this.scopes.length === 1 && this.isRooted) this.fail('syntax', tag)
    if (this.scopes.length > this.limits.depthMax) this.fail('depth', String(this.limits.depthMax))
    if (this.fault) return
    this.isRooted = true
    this.scopes.push({ name, namespaces })
    this.handler.open(element, attributes, namespaces)
    if (isEmpty) this.close(name)
  }

  private attributesOf(text: string): (readonly [string, string])[] | null {
    const found: [string, string][] = []
    const pattern = /\s+([^\s=<>"'/]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')|\s+$/y
    while (pattern.lastIndex < text.length) {
      const match = pattern.exec(text)
      if (!match) break
      if (match[1] === undefined) return found
      if (found.some(([name]) => name === match[1])) break
      found.push([match[1], this.decoded(match[2] ?? match[3] ?? '')])
      if (found.length > this.limits.attributesMax) {
        this.fail('attributes', String(this.limits.attributesMax))
        return null
      }
      if (pattern.lastIndex === text.length) return found
    }
    if (text === '') return found
    this.fail('syntax', text)
    return null
  }

  private resolved(name: string, namespaces: Readonly<Record<string, string>>, isElement: boolean): XmlName {
    const colon = name.indexOf(':')
    const prefix = colon < 0 ? '' : name.slice(0, colon)
    const local = name.slice(colon + 1)
    if (!names.test(local) || (colon >= 0 && !names.test(prefix))) this.fail('syntax', name)
    if (prefix === '' && !isElement) return { prefix, local, namespace: '' }
    const namespace = Object.hasOwn(namespaces, prefix) ? namespaces[prefix] : undefined
    if (namespace === undefined) this.fail('prefix', name)
    return { prefix, local, namespace: namespace ?? '' }
  }

  private close(name: string): void {
    const scope = this.scopes.pop()
    if (this.scopes.length === 0 || scope?.name !== name) {
      this.fail('syntax', `</${name}>`)
      return
    }
    this.handler.close()
  }

  private decoded(text: string): string {
    if (!text.includes('&')) return text
    return text.replace(/&([^;&]*);?/g, (whole, name: string) => {
      const [, hex, decimal] = /^#(?:x([\dA-Fa-f]{1,6})|(\d{1,7}))$/.exec(name) ?? []
      const point = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : 0
      if (whole.endsWith(';') && Object.hasOwn(entities, name)) return entities[name]!
      if (whole.endsWith(';') && point > 0 && point <= 0x10ffff) return String.fromCodePoint(point)
      this.fail('entity', whole)
      return ''
    })
  }

  /** Says that no more comes. */
  end(): XmlFault | null {
    if (!this.fault && (this.rest.trim() !== '' || this.scopes.length > 1 || !this.isRooted))
      this.fail('unfinished', this.rest)
    return this.fault
  }
}
