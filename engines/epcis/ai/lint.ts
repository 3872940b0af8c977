/** What a linter of the GS1 syntax dictionary found: its code and the characters it means. */
export type LintFault = { readonly code: string; readonly at: number; readonly length: number }

/** Says whether a GS1 company prefix begins the text; the engine has no list of prefixes of its own. */
export type PrefixLookup = (text: string) => 'known' | 'unknown' | 'offline'

export type Linter = (data: string, prefixes?: PrefixLookup) => LintFault | null

export const cset82 = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'
export const cset39 = '#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
export const cset64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
export const cset32 = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** The fault of the whole text, or of a part of it. */
export function fault(code: string, data: string, at = 0, length = data.length - at): LintFault {
  return { code, at, length }
}

/** The first character outside the set. */
export function outside(data: string, set: string, code: string): LintFault | null {
  for (let at = 0; at < data.length; at += 1) if (!set.includes(data[at]!)) return fault(code, data, at, 1)
  return null
}

export function nonDigit(data: string): LintFault | null {
  return outside(data, '0123456789', 'NON_DIGIT_CHARACTER')
}

/** General Specifications 7.9.1: weights 3 and 1 from the right, over all digits before the last. */
export function checkDigit(digits: string): number {
  let sum = 0
  for (let at = digits.length - 1, weight = 3; at >= 0; at -= 1, weight = 4 - weight) {
    sum += (digits.charCodeAt(at) - 48) * weight
  }
  return (10 - (sum % 10)) % 10
}

const primes = [
  2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103,
  107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167, 173, 179, 181, 191, 193, 197, 199, 211, 223,
  227, 229, 233, 239, 241, 251, 257, 263, 269, 271, 277, 281, 283, 293, 307, 311, 313, 317, 331, 337, 347,
  349, 353, 359, 367, 373, 379, 383, 389, 397, 401, 409, 419, 421, 431, 433, 439, 443, 449, 457, 461, 463,
  467, 479, 487, 491, 499, 503, 509,
]

/** The longest text that has a check pair. */
export const checkPairDataMax = primes.length

/** General Specifications 7.9.5: the pair of characters behind a Global Model Number. */
export function checkPair(data: string): string {
  let sum = 0
  for (let at = 0; at < data.length; at += 1) {
    sum += cset82.indexOf(data[at]!) * primes[data.length - 1 - at]!
  }
  const rest = sum % 1021
  return `${cset32[rest >> 5]}${cset32[rest & 31]}`
}

/** An unknown company prefix is a fault only for whoever has a list of them. */
export function prefixFault(data: string, at: number, length: number, prefixes?: PrefixLookup) {
  const known = prefixes?.(data.slice(at, at + length)) ?? 'known'
  if (known === 'offline') return fault('GCP_DATASOURCE_OFFLINE', data, at, length)
  return known === 'unknown' ? fault('INVALID_GCP_PREFIX', data, at, length) : null
}
