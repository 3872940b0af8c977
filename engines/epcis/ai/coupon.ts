import { fault, type LintFault, nonDigit, type PrefixLookup, prefixFault } from './lint.ts'
import { date } from './lint-times.ts'

/**
 * Reads a coupon from the left; the first fault ends it. A length indicator that is not there, or data that
 * ends right behind one, is told of the whole text; data cut off in the middle is told of what is left.
 */
type Reader = {
  readonly data: string
  at: number
  fault: LintFault | null
  readonly prefixes: PrefixLookup | undefined
}

/** North American coupon code, AI 8110. */
export function couponCode(data: string, prefixes?: PrefixLookup): LintFault | null {
  return run(data, prefixes, [
    (reader) => companyPrefix(reader, 'GCP', 6, '0123456'),
    (reader) => take(reader, 6, 'OFFER_CODE'),
    (reader) => counted(reader, 'SAVE_VALUE', 0, '12345'),
    (reader) => requirement(reader, '1ST'),
    (reader) => optional(reader, '1', additionalPurchase),
    (reader) => optional(reader, '2', (inner) => purchase(inner, '3RD')),
    expiryAndStart,
    (reader) => optional(reader, '5', serial),
    (reader) => optional(reader, '6', (inner) => companyPrefix(inner, 'RETAILER_GCP_OR_GLN', 6, '1234567')),
    (reader) => optional(reader, '9', miscellaneous),
  ])
}

/** Positive offer file coupon, AI 8112. */
export function positiveOffer(data: string, prefixes?: PrefixLookup): LintFault | null {
  return run(data, prefixes, [
    (reader) => choice(reader, 'FORMAT_CODE', '01'),
    (reader) => companyPrefix(reader, 'FUNDER', 6, '0123456'),
    (reader) => take(reader, 6, 'OFFER_CODE'),
    serial,
  ])
}

type Step = (reader: Reader) => void

function run(data: string, prefixes: PrefixLookup | undefined, steps: readonly Step[]): LintFault | null {
  const digits = nonDigit(data)
  if (digits) return digits
  const reader: Reader = { data, at: 0, fault: null, prefixes }
  for (const step of steps) {
    step(reader)
    if (reader.fault) return reader.fault
  }
  return reader.at < data.length ? fault('COUPON_EXCESS_DATA', data, reader.at) : null
}

/** The next digit; a fault when there is none or when it is not one of `allowed`. */
function digit(reader: Reader, missing: string, allowed: string, invalid: string): string {
  const found = reader.data[reader.at]
  if (found === undefined) reader.fault = fault(`COUPON_MISSING_${missing}`, reader.data)
  else if (!allowed.includes(found))
    reader.fault = fault(`COUPON_INVALID_${invalid}`, reader.data, reader.at, 1)
  reader.at += 1
  return found ?? ''
}

function choice(reader: Reader, name: string, allowed: string): string {
  return digit(reader, name, allowed, name)
}

function take(reader: Reader, length: number, name: string): void {
  if (reader.fault) return
  const left = reader.data.length - reader.at
  if (left < length) {
    reader.fault = fault(`COUPON_TRUNCATED_${name}`, reader.data, left === 0 ? 0 : reader.at)
  }
  reader.at += length
}

/** A length indicator and the digits it announces. */
function counted(reader: Reader, name: string, more: number, allowed: string): void {
  const length = digit(reader, `${name}_VLI`, allowed, `${name}_LENGTH`)
  take(reader, Number(length) + more, name)
}

function companyPrefix(reader: Reader, name: string, more: number, allowed: string): void {
  const length = digit(reader, `${name}_VLI`, allowed, `${name}_LENGTH`)
  if (length === '9') return
  take(reader, Number(length) + more, name)
  const digits = Number(length) + more
  reader.fault ??= prefixFault(reader.data, reader.at - digits, digits, reader.prefixes)
}

function optional(reader: Reader, indicator: string, read: Step): void {
  if (reader.data[reader.at] !== indicator) return
  reader.at += 1
  read(reader)
}

function requirement(reader: Reader, which: string): void {
  counted(reader, `${which}_PURCHASE_REQUIREMENT`, 0, '12345')
  if (!reader.fault) choice(reader, `${which}_PURCHASE_REQUIREMENT_CODE`, '012349')
  take(reader, 3, `${which}_PURCHASE_FAMILY_CODE`)
}

function purchase(reader: Reader, which: string): void {
  requirement(reader, which)
  if (!reader.fault) companyPrefix(reader, `${which}_PURCHASE_GCP`, 6, '01234569')
}

function additionalPurchase(reader: Reader): void {
  choice(reader, 'ADDITIONAL_PURCHASE_RULES_CODE', '0123')
  if (!reader.fault) purchase(reader, '2ND')
}

function expiryAndStart(reader: Reader): void {
  const from = reader.at
  const expiry = day(reader, '3', 'EXPIRATION', 'EXIPIRATION')
  const start = reader.fault ? null : day(reader, '4', 'START', 'START')
  if (expiry && start && expiry < start) {
    reader.fault = fault('COUPON_EXPIRATION_BEFORE_START', reader.data, from, reader.at - from)
  }
}

/** The reference spells one of its codes with a slip; who compares codes expects the slip. */
function day(reader: Reader, indicator: string, short: string, invalid: string): string | null {
  if (reader.data[reader.at] !== indicator) return null
  reader.at += 1
  const text = reader.data.slice(reader.at, reader.at + 6)
  if (text.length < 6) {
    const at = text === '' ? 0 : reader.at
    reader.fault = fault(`COUPON_TOO_SHORT_FOR_${short}_DATE`, reader.data, at)
  } else if (date(2, false)(text)) {
    reader.fault = fault(`COUPON_INVALID_${invalid}_DATE`, reader.data, reader.at, 6)
  }
  reader.at += 6
  return text
}

function serial(reader: Reader): void {
  counted(reader, 'SERIAL_NUMBER', 6, '0123456789')
}

function miscellaneous(reader: Reader): void {
  choice(reader, 'SAVE_VALUE_CODE', '01256')
  if (!reader.fault) choice(reader, 'SAVE_VALUE_APPLIES_TO_ITEM', '012')
  if (!reader.fault) choice(reader, 'STORE_COUPON_FLAG', '0123456789')
  if (!reader.fault) choice(reader, 'DONT_MULTIPLY_FLAG', '01')
}
