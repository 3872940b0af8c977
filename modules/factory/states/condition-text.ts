import type { Condition } from '@ronghe/oee'

/** Where a text stops being a condition, and the word that says why (`factory.condition.<word>`). */
export type TextFault = { at: number; word: 'value' | 'operator' | 'open' | 'more' | 'tag' | 'deep' }
export type Read = { condition: Condition; fault: null } | { condition: null; fault: TextFault }

const depthMax = 30
const keywords = new Set(['and', 'or', 'not', 'in', 'absent', 'always', 'never'])
const plainName = /^[\p{L}_][\p{L}\p{N}_.:/-]*$/u
const tokenShape = /\s*(?:("(?:[^"\\]|\\.)*")|(!=|>=|<=|[=<>(),])|([^\s"=!<>(),]+)|(\S))/gu

/**
 * A condition as a person writes it: `EXECUTION = ACTIVE and (load > 20 or not MODE in (MANUAL, EDIT))`.
 * `absent true` after a comparison says what holds on a machine without that tag.
 */
export function conditionText(condition: Condition): string {
  if ('all' in condition) return joined(condition.all, 'and', 'always')
  if ('any' in condition) return joined(condition.any, 'or', 'never')
  if ('not' in condition) return `not ${inner(condition.not)}`
  const { tag, op, ifAbsent } = condition
  const value =
    condition.op === 'in'
      ? `(${condition.value.map(valueText).join(', ')})`
      : valueText(condition.value as string | number)
  return `${nameText(tag)} ${op} ${value}${ifAbsent === undefined ? '' : ` absent ${ifAbsent}`}`
}

function joined(parts: readonly Condition[], word: string, none: string): string {
  return parts.length === 0 ? none : parts.map(inner).join(` ${word} `)
}

/** In brackets where it has parts of its own. */
function inner(condition: Condition): string {
  const isList = 'all' in condition || 'any' in condition
  return isList ? `(${conditionText(condition)})` : conditionText(condition)
}

function nameText(name: string): string {
  return plainName.test(name) && !keywords.has(name) ? name : JSON.stringify(name)
}

function valueText(value: string | number): string {
  return typeof value === 'number' ? String(value) : nameText(value)
}

type Token = { text: string; at: number; kind: 'quoted' | 'mark' | 'word' | 'end' }

/** Reads what `conditionText` writes; the sequence `not`, `and`, `or` binds ever looser. */
export function readCondition(text: string): Read {
  const tokens = tokensOf(text)
  const reader = { tokens, next: 0 }
  try {
    const condition = either(reader, 0)
    const rest = peek(reader)
    if (rest.kind !== 'end') throw fault(rest, 'more')
    return { condition, fault: null }
  } catch (thrown) {
    if (thrown instanceof Stop) return { condition: null, fault: thrown.where }
    throw thrown
  }
}

class Stop extends Error {
  readonly where: TextFault
  constructor(where: TextFault) {
    super(where.word)
    this.where = where
  }
}

type Reader = { tokens: readonly Token[]; next: number }

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(tokenShape)) {
    const [whole, quoted, mark, word, other] = match
    const found = quoted ?? mark ?? word ?? other ?? ''
    const kind = quoted ? 'quoted' : mark ? 'mark' : 'word'
    tokens.push({ text: found, at: match.index + whole.length - found.length, kind })
  }
  return [...tokens, { text: '', at: text.length, kind: 'end' }]
}

function peek(reader: Reader): Token {
  return reader.tokens[Math.min(reader.next, reader.tokens.length - 1)]!
}

function take(reader: Reader): Token {
  const token = peek(reader)
  reader.next += 1
  return token
}

function fault(token: Token, word: TextFault['word']): Stop {
  return new Stop({ at: token.at, word })
}

function isWord(token: Token, text: string): boolean {
  return token.kind === 'word' && token.text === text
}

function isMark(token: Token, text: string): boolean {
  return token.kind === 'mark' && token.text === text
}

function either(reader: Reader, depth: number): Condition {
  const any = listed(reader, 'or', () => both(reader, depth))
  return any.length === 1 ? any[0]! : { any }
}

function both(reader: Reader, depth: number): Condition {
  const all = listed(reader, 'and', () => one(reader, depth))
  return all.length === 1 ? all[0]! : { all }
}

function listed(reader: Reader, word: string, read: () => Condition): Condition[] {
  const list = [read()]
  while (isWord(peek(reader), word)) {
    take(reader)
    list.push(read())
  }
  return list
}

function one(reader: Reader, depth: number): Condition {
  const token = peek(reader)
  if (depth > depthMax) throw fault(token, 'deep')
  if (isWord(token, 'not')) {
    take(reader)
    return { not: one(reader, depth + 1) }
  }
  if (isMark(token, '(')) {
    take(reader)
    const inside = either(reader, depth + 1)
    const close = take(reader)
    if (!isMark(close, ')')) throw fault(close, 'open')
    return inside
  }
  if (isWord(token, 'always') || isWord(token, 'never')) {
    take(reader)
    return token.text === 'always' ? { all: [] } : { any: [] }
  }
  return compared(reader)
}

const operators = new Set(['=', '!=', '>', '>=', '<', '<='])

function compared(reader: Reader): Condition {
  const tag = nameOf(reader)
  const operator = take(reader)
  if (isWord(operator, 'in')) {
    const value = values(reader)
    return { tag, op: 'in', value, ...absent(reader) }
  }
  if (operator.kind !== 'mark' || !operators.has(operator.text)) throw fault(operator, 'operator')
  const value = constantOf(reader)
  return { tag, op: operator.text as '=', value, ...absent(reader) }
}

function values(reader: Reader): (string | number)[] {
  const open = take(reader)
  if (!isMark(open, '(')) throw fault(open, 'value')
  const list: (string | number)[] = []
  if (isMark(peek(reader), ')')) {
    take(reader)
    return list
  }
  for (;;) {
    list.push(constantOf(reader))
    const token = take(reader)
    if (isMark(token, ')')) return list
    if (!isMark(token, ',')) throw fault(token, 'open')
  }
}

function absent(reader: Reader): { ifAbsent?: boolean } {
  if (!isWord(peek(reader), 'absent')) return {}
  take(reader)
  const token = take(reader)
  if (!isWord(token, 'true') && !isWord(token, 'false')) throw fault(token, 'value')
  return { ifAbsent: token.text === 'true' }
}

function nameOf(reader: Reader): string {
  const token = take(reader)
  const text = token.kind === 'quoted' ? unquoted(token) : token.text
  const isName = token.kind === 'quoted' || (token.kind === 'word' && !keywords.has(token.text))
  if (!isName || text === '') throw fault(token, 'tag')
  return text
}

function constantOf(reader: Reader): string | number {
  const token = take(reader)
  if (token.kind === 'quoted') return unquoted(token)
  if (token.kind !== 'word' || keywords.has(token.text)) throw fault(token, 'value')
  const number = Number(token.text)
  return Number.isFinite(number) ? number : token.text
}

function unquoted(token: Token): string {
  try {
    return JSON.parse(token.text) as string
  } catch {
    throw fault(token, 'value')
  }
}
