import { type Ai, aiAt, aiOf, type Part } from './dictionary.ts'
import { cset39, cset82, type LintFault, outside, type PrefixLookup } from './lint.ts'
import { linters } from './linters.ts'

/** One AI with its value. */
export type Element = { readonly ai: string; readonly value: string }

export type ElementFault = {
  readonly code:
    | 'syntax'
    | 'aiUnknown'
    | 'valueEmpty'
    | 'valueShort'
    | 'valueLong'
    | 'valueInvalid'
    | 'repeated'
    | 'excluded'
    | 'missing'
    | 'serialMissing'
  readonly ai: string
  /** The linter's finding, or the AIs that are in the way or missing. */
  readonly detail: string
}

export type ElementOptions = {
  /** Takes an AI that GS1 has not assigned as up to 90 characters. */
  readonly unknownAis?: boolean
  readonly prefixes?: PrefixLookup
}

export type Read = { readonly elements: readonly Element[] } | { readonly fault: ElementFault }

const valueMax = 90
const internal: Part = { type: 'X', min: 1, max: valueMax, optional: false, linters: [] }

/** The characters that may stand in any value: none else is encoded in a bar code. */
export function valueFault({ ai, value }: Element, options: ElementOptions = {}): ElementFault | null {
  const entry = aiOf(ai)
  if (!entry && !options.unknownAis) return { code: 'aiUnknown', ai, detail: ai }
  if (value === '') return { code: 'valueEmpty', ai, detail: '' }
  let at = 0
  for (const part of entry?.parts ?? [internal]) {
    const text = value.slice(at, at + part.max)
    if (text === '' && part.optional) break
    if (text.length < part.min) return { code: 'valueShort', ai, detail: String(part.min) }
    const found = partFault(part, text, options.prefixes)
    if (found) return { code: 'valueInvalid', ai, detail: found.code }
    at += text.length
  }
  return at < value.length ? { code: 'valueLong', ai, detail: String(at) } : null
}

function partFault(part: Part, text: string, prefixes?: PrefixLookup): LintFault | null {
  const found = characters(part.type, text)
  if (found) return found
  for (const name of part.linters) {
    const lint = linters[name]?.(text, prefixes)
    if (lint) return lint
  }
  return null
}

function characters(type: Part['type'], text: string): LintFault | null {
  if (type === 'N') return linters.csetnumeric!(text)
  if (type === 'Z') return linters.cset64!(text)
  return type === 'Y'
    ? outside(text, cset39, 'INVALID_CSET39_CHARACTER')
    : outside(text, cset82, 'INVALID_CSET82_CHARACTER')
}

/** `(01)…(10)…`; a bracket inside a value is written `\(`. */
export function readBracketed(text: string, options: ElementOptions = {}): Read {
  const elements: Element[] = []
  let at = 0
  while (at < text.length) {
    const [head, ai] = /^\((\d{2,4})\)/.exec(text.slice(at)) ?? []
    if (!head || !ai) return { fault: { code: 'syntax', ai: '', detail: text.slice(at) } }
    at += head.length
    let value = ''
    while (at < text.length && text[at] !== '(') {
      if (text[at] === '\\' && text[at + 1] === '(') at += 1
      value += text[at]
      at += 1
    }
    elements.push({ ai, value })
  }
  return checked(elements, options)
}

/** An element string with FNC1 written `^`: `^01…10…^21…`. */
export function readUnbracketed(text: string, options: ElementOptions = {}): Read {
  if (!text.startsWith('^') || text.length < 2) return { fault: { code: 'syntax', ai: '', detail: text } }
  const elements: Element[] = []
  let at = 1
  while (at < text.length) {
    const entry: Pick<Ai, 'ai' | 'fixed' | 'parts'> | undefined = aiAt(text, at)
    if (!entry) return { fault: { code: 'aiUnknown', ai: '', detail: text.slice(at) } }
    at += entry.ai.length
    const separator = text.indexOf('^', at)
    const end = separator < 0 ? text.length : separator
    const length = entry.parts.reduce((sum, part) => sum + part.max, 0)
    const next = entry.fixed ? Math.min(end, at + length) : end
    elements.push({ ai: entry.ai, value: text.slice(at, next) })
    at = text[next] === '^' ? next + 1 : next
  }
  return checked(elements, options)
}

/** The element string, with FNC1 as `^` in front and behind every value that may be of any length. */
export function writeUnbracketed(elements: readonly Element[]): string {
  let text = ''
  let separated = true
  for (const { ai, value } of elements) {
    text += `${separated ? '^' : ''}${ai}${value}`
    separated = !aiOf(ai)?.fixed
  }
  return text
}

/** The element string as people read it. */
export function writeBracketed(elements: readonly Element[]): string {
  return elements.map(({ ai, value }) => `(${ai})${value.replaceAll('(', '\\(')}`).join('')
}

function checked(elements: readonly Element[], options: ElementOptions): Read {
  if (elements.length === 0) return { fault: { code: 'syntax', ai: '', detail: '' } }
  for (const element of elements) {
    const fault = valueFault(element, options)
    if (fault) return { fault }
  }
  return { elements }
}
