/**
 * The twin of the conversion of EPC URNs: one regular expression a scheme, as the Tag Data Standard
 * prints its
 * grammar, and the check digit by its definition.
 */
type Rule = { readonly pattern: RegExp; write(match: RegExpExecArray): string }

const serial = "((?:%[\\dA-Fa-f]{2}|[!')(*+,.0-9:;=A-Za-z_-])+)"

function rule(pattern: string, write: (parts: string[]) => string): Rule {
  return { pattern: new RegExp(`^urn:epc:${pattern}$`), write: (match) => write([...match].slice(1)) }
}

function withCheck(digits: string): string {
  const weighted = [...digits].reverse().map((one, index) => Number(one) * (index % 2 === 0 ? 3 : 1))
  const sum = weighted.reduce((total, one) => total + one, 0)
  return `${digits}${(Math.ceil(sum / 10) * 10 - sum) % 10}`
}

function gtin(prefix: string, item: string): string {
  return withCheck(`${item[0]}${prefix}${item.slice(1)}`)
}

function encoded(text: string): string {
  const table: Readonly<Record<string, string>> = {
    '!': '%21',
    '(': '%28',
    ')': '%29',
    '*': '%2A',
    '+': '%2B',
    ',': '%2C',
    ':': '%3A',
  }
  return [...text].map((one) => table[one] ?? one).join('')
}

const p = '(\\d{6,12})\\.'

const rules: readonly Rule[] = [
  rule(`id:sgtin:${p}(\\d{1,7})\\.${serial}`, ([a, b, c]) => `01/${gtin(a!, b!)}/21/${encoded(c!)}`),
  rule(`id:upui:${p}(\\d{1,7})\\.${serial}`, ([a, b, c]) => `01/${gtin(a!, b!)}/235/${encoded(c!)}`),
  rule(`class:lgtin:${p}(\\d{1,7})\\.${serial}`, ([a, b, c]) => `01/${gtin(a!, b!)}/10/${encoded(c!)}`),
  rule(
    `id:itip:${p}(\\d{1,7})\\.(\\d\\d)\\.(\\d\\d)\\.${serial}`,
    ([a, b, c, d, e]) => `8006/${gtin(a!, b!)}${c}${d}/21/${encoded(e!)}`,
  ),
  rule(`id:sscc:${p}(\\d)(\\d{4,10})`, ([a, b, c]) => `00/${withCheck(`${b}${a}${c}`)}`),
  rule(`id:gsrn:${p}(\\d+)`, ([a, b]) => `8018/${withCheck(`${a}${b}`)}`),
  rule(`id:gsrnp:${p}(\\d+)`, ([a, b]) => `8017/${withCheck(`${a}${b}`)}`),
  rule(`id:gsin:${p}(\\d+)`, ([a, b]) => `402/${withCheck(`${a}${b}`)}`),
  rule(`id:pgln:${p}(\\d*)`, ([a, b]) => `417/${withCheck(`${a}${b}`)}`),
  rule(`id:sgln:${p}(\\d*)\\.0`, ([a, b]) => `414/${withCheck(`${a}${b}`)}`),
  rule(`id:sgln:${p}(\\d*)\\.${serial}`, ([a, b, c]) => `414/${withCheck(`${a}${b}`)}/254/${encoded(c!)}`),
  rule(`id:grai:${p}(\\d*)\\.${serial}`, ([a, b, c]) => `8003/${withCheck(`0${a}${b}`)}${encoded(c!)}`),
  rule(`id:gdti:${p}(\\d*)\\.${serial}`, ([a, b, c]) => `253/${withCheck(`${a}${b}`)}${encoded(c!)}`),
  rule(`id:sgcn:${p}(\\d*)\\.(\\d+)`, ([a, b, c]) => `255/${withCheck(`${a}${b}`)}${c}`),
  rule(`id:giai:${p}${serial}`, ([a, b]) => `8004/${a}${encoded(b!)}`),
  rule(`id:ginc:${p}${serial}`, ([a, b]) => `401/${a}${encoded(b!)}`),
  rule(`id:cpi:${p}((?:%2[3F]|[0-9A-Z-])+)\\.(\\d+)`, ([a, b, c]) => `8010/${a}${b}/8011/${c}`),
  rule(`idpat:sgtin:${p}(\\d{1,7})\\.\\*`, ([a, b]) => `01/${gtin(a!, b!)}`),
  rule(
    `idpat:itip:${p}(\\d{1,7})\\.(\\d\\d)\\.(\\d\\d)\\.\\*`,
    ([a, b, c, d]) => `8006/${gtin(a!, b!)}${c}${d}`,
  ),
  rule(`idpat:grai:${p}(\\d*)\\.\\*`, ([a, b]) => `8003/${withCheck(`0${a}${b}`)}`),
  rule(`idpat:gdti:${p}(\\d*)\\.\\*`, ([a, b]) => `253/${withCheck(`${a}${b}`)}`),
  rule(`idpat:sgcn:${p}(\\d*)\\.\\*`, ([a, b]) => `255/${withCheck(`${a}${b}`)}`),
  rule(`idpat:cpi:${p}((?:%2[3F]|[0-9A-Z-])+)\\.\\*`, ([a, b]) => `8010/${a}${b}`),
]

/** The canonical digital link of a valid URN; null for every other text. */
export function naiveLink(urn: string): string | null {
  for (const { pattern, write } of rules) {
    const match = pattern.exec(urn)
    if (match) return `https://id.gs1.org/${write(match)}`
  }
  return null
}
