import { normaliseId } from '../id/normalise.ts'

const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const plain = /^(?:0|[1-9]\d{0,14})$/

const cbvUrns: readonly (readonly [string, string])[] = [
  ['bizstep:', 'BizStep-'],
  ['disp:', 'Disp-'],
  ['btt:', 'BTT-'],
  ['sdt:', 'SDT-'],
  ['er:', 'ER-'],
]

/** Prefixes that every EPCIS document may use without declaring them, and that values are expanded by. */
export const standardPrefixes: Readonly<Record<string, string>> = {
  gs1: 'https://gs1.org/voc/',
  cbv: 'https://ref.gs1.org/cbv/',
  epcis: 'https://ref.gs1.org/epcis/',
}

/** The canonical text of any value (CBV 2.0 section 8.9.2; SPEC section 6). */
export function canonicalValue(raw: string): string {
  const text = raw.trim()
  if (plain.test(text)) return text
  if (number.test(text)) return canonicalNumber(text)
  const colon = text.indexOf(':')
  if (colon < 0) return text
  if (text.startsWith('urn:epcglobal:cbv:')) return cbvTerm(text)
  const base = standardPrefixes[text.slice(0, colon)]
  return base ? base + text.slice(colon + 1) : normaliseId(text)
}

/** The web term of a CBV 1.x URN; URNs without one are themselves. */
export function cbvTerm(text: string): string {
  const rest = text.slice(18)
  for (const [urn, term] of cbvUrns) {
    if (rest.startsWith(urn)) return `https://ref.gs1.org/cbv/${term}${rest.slice(urn.length)}`
  }
  return text
}

/**
 * A number without sign, leading and trailing zeros, as the reference writes it: whole numbers in all their
 * digits, small ones with an exponent of two digits.
 */
export function canonicalNumber(text: string): string {
  const value = Number(text)
  if (!Number.isFinite(value)) return text
  if (Number.isInteger(value))
    return Number.isSafeInteger(value) ? String(value + 0) : BigInt(value).toString()
  if (Math.abs(value) >= 1e-4) return String(value)
  return value.toExponential().replace(/e-(\d)$/, 'e-0$1')
}

/**
 * A time in UTC with three decimals, the third rounded up when the fourth is 5 or more. A text that is no
 * time is itself.
 */
export function canonicalTime(raw: string): string {
  const text = raw.trim()
  const [, date, clock, fraction = '', zone] =
    /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)$/i.exec(text) ?? []
  if (!date || !zone) return text
  const whole = Date.parse(
    `${date}T${clock}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`,
  )
  if (Number.isNaN(whole)) return text
  const up = fraction.charCodeAt(3) >= 53 ? 1 : 0
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0')) + up
  return new Date(whole + milliseconds).toISOString()
}
