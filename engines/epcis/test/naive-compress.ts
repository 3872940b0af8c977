/**
 * The twin of compression: every identifier of the test by a table of its own, one number that grows, and
 * lengths by search instead of logarithms.
 */
type Form = { readonly digits?: number; readonly characters?: number }

const forms: Readonly<Record<string, Form>> = {
  '00': { digits: 18 },
  '01': { digits: 14 },
  '10': { characters: 20 },
  '17': { digits: 6 },
  '21': { characters: 20 },
  '22': { characters: 20 },
  '254': { characters: 20 },
  '414': { digits: 13 },
  '8003': { digits: 14, characters: 16 },
}

const safe = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function smallestPower(above: bigint): number {
  let bits = 0
  while (1n << BigInt(bits) < above) bits += 1
  return bits
}

function digitWidth(count: number): number {
  return smallestPower(10n ** BigInt(count))
}

export function naiveCompress(elements: readonly { ai: string; value: string }[]): string {
  let number = 0n
  let bits = 0
  const put = (value: bigint, width: number) => {
    number = (number << BigInt(width)) | value
    bits += width
  }
  for (const { ai, value } of [...elements].sort((one, other) => (one.ai < other.ai ? -1 : 1))) {
    const { digits = 0, characters = 0 } = forms[ai]!
    for (const digit of ai) put(BigInt(digit), 4)
    if (digits > 0) put(BigInt(value.slice(0, digits)), digitWidth(digits))
    if (characters > 0) putText(value.slice(digits), characters, put)
  }
  while (bits % 6 !== 0) put(0n, 1)
  let text = ''
  for (let at = bits - 6; at >= 0; at -= 6) text += safe[Number((number >> BigInt(at)) & 63n)]
  return text
}

function putText(text: string, longest: number, put: (value: bigint, width: number) => void): void {
  const isOnly = (set: string) => text !== '' && [...text].every((one) => set.includes(one))
  // A field of sixteen has five bits for its length, as one of twenty has.
  const lengthWidth = smallestPower(BigInt(longest + 1))
  const spell = (indicator: bigint, width: number, codeOf: (character: string) => number) => {
    put(indicator, 3)
    put(BigInt(text.length), lengthWidth)
    for (const character of text) put(BigInt(codeOf(character)), width)
  }
  if (isOnly('0123456789')) {
    put(0n, 3)
    put(BigInt(text.length), lengthWidth)
    put(BigInt(text), digitWidth(text.length))
  } else if (isOnly('0123456789abcdef')) spell(1n, 4, (one) => Number.parseInt(one, 16))
  else if (isOnly('0123456789ABCDEF')) spell(2n, 4, (one) => Number.parseInt(one, 16))
  else if (isOnly(safe)) spell(3n, 6, (one) => safe.indexOf(one))
  else spell(4n, 7, (one) => one.charCodeAt(0))
}
