import { XMLParser } from 'fast-xml-parser'

/** An XML element as the agent needs it: no mixed content, text only in leaves. */
export type Element = {
  name: string
  attributes: Record<string, string>
  children: Element[]
  text: string
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
})

type Ordered = { [name: string]: Ordered[] | string | Record<string, string> }

/** The root element of a document. Throws when there is none. */
export function parseXml(document: string): Element {
  const roots = (parser.parse(document) as Ordered[]).map(elementOf).filter((element) => element !== null)
  const root = roots.find((element) => !element.name.startsWith('?'))
  if (root === undefined) throw new Error('XML document without a root element')
  return root
}

function elementOf(ordered: Ordered): Element | null {
  const name = Object.keys(ordered).find((key) => key !== ':@')
  if (name === undefined || name === '#text') return null
  const inner = ordered[name] as Ordered[]
  const text = inner.map((child) => (typeof child['#text'] === 'string' ? child['#text'] : '')).join('')
  return {
    name,
    attributes: (ordered[':@'] ?? {}) as Record<string, string>,
    children: inner.map(elementOf).filter((child) => child !== null),
    text: text.trim(),
  }
}

/** Writes an element and what it contains; an empty one is written short. */
export function printXml(element: Element): string {
  const open = `<${element.name}${printAttributes(element.attributes)}`
  if (element.children.length === 0 && element.text === '') return `${open}/>`
  return `${open}>${escapeXml(element.text)}${element.children.map(printXml).join('')}</${element.name}>`
}

/** Attributes with a leading blank each. */
export function printAttributes(attributes: Record<string, string | number>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('')
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Escapes markup, and drops the control characters that XML 1.0 (section 2.2) cannot carry. */
export function escapeXml(text: string): string {
  if (!needsEscape.test(text)) return text
  return text.replace(forbidden, '').replace(/[&<>"]/g, (mark) => escapes[mark]!)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
const needsEscape = /[&<>"\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/
