import codes from './codes.json' with { type: 'json' }
import { couponCode, positiveOffer } from './coupon.ts'
import {
  checkDigit,
  checkPair,
  checkPairDataMax,
  cset39,
  cset64,
  cset82,
  fault,
  type Linter,
  type LintFault,
  nonDigit,
  outside,
  prefixFault,
} from './lint.ts'
import { date, hour, minute, second, together } from './lint-times.ts'

const sets = new Map(Object.entries(codes).map(([name, list]) => [name, new Set(list.split(' '))]))

/** The linters by the names that the dictionary gives them. */
export const linters: Readonly<Record<string, Linter>> = {
  couponcode: couponCode,
  couponposoffer: positiveOffer,
  cset39: (data) => outside(data, cset39, 'INVALID_CSET39_CHARACTER'),
  cset64: base64,
  cset82: (data) => outside(data, cset82, 'INVALID_CSET82_CHARACTER'),
  csetnumeric: nonDigit,
  csum,
  csumalpha: alphaPair,
  gcppos1: (data, prefixes) => prefixFault(data, 0, data.length, prefixes),
  gcppos2: (data, prefixes) => prefixFault(data, 1, data.length - 1, prefixes),
  hasnondigit: (data) => (/\D/.test(data) ? null : fault('REQUIRES_NON_DIGIT_CHARACTER', data)),
  hh: hour,
  hhmi: together,
  hyphen: (data) => (/^-+$/.test(data) ? null : fault('NOT_HYPHEN', data)),
  iban,
  importeridx: importerIndex,
  iso3166: listed('iso3166', 'NOT_ISO3166'),
  iso3166999: (data) =>
    data === '999' || sets.get('iso3166')!.has(data) ? null : fault('NOT_ISO3166_OR_999', data),
  iso3166alpha2: listed('iso3166alpha2', 'NOT_ISO3166_ALPHA2'),
  iso4217: listed('iso4217', 'NOT_ISO4217'),
  iso5218: (data) => (/^[0129]$/.test(data) ? null : fault('INVALID_BIOLOGICAL_SEX_CODE', data)),
  latitude: degrees('LATITUDE', 1800000000),
  longitude: degrees('LONGITUDE', 3600000000),
  mediatype: listed('mediatype', 'INVALID_MEDIA_TYPE'),
  mi: minute,
  nonzero: (data) => nonDigit(data) ?? (/^0*$/.test(data) ? fault('ILLEGAL_ZERO_VALUE', data) : null),
  nozeroprefix: (data) =>
    nonDigit(data) ?? (data.startsWith('0') ? fault('ILLEGAL_ZERO_PREFIX', data, 0, 1) : null),
  packagetype: listed('packagetype', 'INVALID_PACKAGE_TYPE'),
  pcenc: percentEncoded,
  pieceoftotal: pieceOfTotal,
  posinseqslash: positionInSequence,
  ss: second,
  winding: (data) => (/^[019]$/.test(data) ? null : fault('INVALID_WINDING_DIRECTION', data)),
  yesno: (data) => (/^[01]$/.test(data) ? null : fault('NOT_ZERO_OR_ONE', data)),
  yymmd0: date(2, true),
  yymmdd: date(2, false),
  yyyymmd0: date(4, true),
  yyyymmdd: date(4, false),
  zero: (data) => (/^0+$/.test(data) ? null : fault('NOT_ZERO', data)),
}

function listed(name: keyof typeof codes, code: string): Linter {
  return (data) => (sets.get(name)!.has(data) ? null : fault(code, data))
}

function csum(data: string): LintFault | null {
  if (data === '') return fault('TOO_SHORT_FOR_CHECK_DIGIT', data)
  const digits = nonDigit(data)
  if (digits) return digits
  const last = data.length - 1
  return checkDigit(data.slice(0, -1)) === Number(data[last])
    ? null
    : fault('INCORRECT_CHECK_DIGIT', data, last, 1)
}

function alphaPair(data: string): LintFault | null {
  if (data.length < 2) return fault('TOO_SHORT_FOR_CHECK_PAIR', data)
  const before = data.slice(0, -2)
  if (before.length > checkPairDataMax) return fault('TOO_LONG_FOR_CHECK_PAIR_IMPLEMENTATION', data)
  const character = outside(before, cset82, 'INVALID_CSET82_CHARACTER')
  if (character) return character
  return checkPair(before) === data.slice(-2) ? null : fault('INCORRECT_CHECK_PAIR', data, data.length - 2)
}

/** RFC 4648 section 5: at most two `=` behind, and only as many as the length asks for. */
function base64(data: string): LintFault | null {
  const padded = data.length - data.replace(/=+$/, '').length
  if (padded > 2 || (padded > 0 && data.length % 3 !== 0)) {
    return fault('INVALID_CSET64_PADDING', data, data.length - padded)
  }
  return outside(data.slice(0, data.length - padded), cset64, 'INVALID_CSET64_CHARACTER')
}

/** ISO 13616: country, two check digits, and the whole modulo 97 is 1. */
function iban(data: string): LintFault | null {
  if (data.length <= 4) return fault('IBAN_TOO_SHORT', data)
  if (data.length > 34) return fault('IBAN_TOO_LONG', data)
  const character = outside(data, '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'INVALID_IBAN_CHARACTER')
  if (character) return character
  if (!sets.get('iso3166alpha2')!.has(data.slice(0, 2))) {
    return fault('ILLEGAL_IBAN_COUNTRY_CODE', data, 0, 2)
  }
  let rest = 0
  for (const character of data.slice(4) + data.slice(0, 4)) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1 ? null : fault('INCORRECT_IBAN_CHECKSUM', data, 2, 2)
}

function importerIndex(data: string): LintFault | null {
  if (data.length !== 1) return fault('IMPORTER_IDX_MUST_BE_ONE_CHARACTER', data)
  return cset64.includes(data) ? null : fault('INVALID_IMPORT_IDX_CHARACTER', data)
}

function degrees(name: string, max: number): Linter {
  return (data) => {
    if (data.length !== 10) return fault(`${name}_INVALID_LENGTH`, data)
    return nonDigit(data) ?? (Number(data) > max ? fault(`INVALID_${name}`, data) : null)
  }
}

function percentEncoded(data: string): LintFault | null {
  for (let at = data.indexOf('%'); at >= 0; at = data.indexOf('%', at + 3)) {
    if (!/^%[\dA-Fa-f]{2}/.test(data.slice(at, at + 3))) {
      return fault('INVALID_PERCENT_SEQUENCE', data, at, Math.min(3, data.length - at))
    }
  }
  return null
}

function pieceOfTotal(data: string): LintFault | null {
  if (data.length === 0 || data.length % 2 === 1) return fault('INVALID_LENGTH_FOR_PIECE_OF_TOTAL', data)
  const digits = nonDigit(data)
  if (digits) return digits
  const half = data.length / 2
  if (/^0+$/.test(data.slice(0, half))) return fault('ZERO_PIECE_NUMBER', data, 0, half)
  if (/^0+$/.test(data.slice(half))) return fault('ZERO_TOTAL_PIECES', data, half)
  return data.slice(0, half) > data.slice(half) ? fault('PIECE_NUMBER_EXCEEDS_TOTAL', data) : null
}

function positionInSequence(data: string): LintFault | null {
  const [, position, end] = /^(\d+)\/(\d+)$/.exec(data) ?? []
  if (!position || !end) return fault('POSITION_IN_SEQUENCE_MALFORMED', data)
  if (position.startsWith('0')) return fault('ILLEGAL_ZERO_PREFIX', data, 0, position.length)
  if (end.startsWith('0')) return fault('ILLEGAL_ZERO_PREFIX', data, position.length + 1)
  const exceeds = position.length > end.length || (position.length === end.length && position > end)
  return exceeds ? fault('POSITION_EXCEEDS_END', data) : null
}
