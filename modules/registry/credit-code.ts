const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** Check character of the first 17 of a unified social credit code (GB 32100-2015, modulus 31). */
export function creditCodeCheck(first17: string): string | null {
  let sum = 0
  for (const [index, weight] of weights.entries()) {
    const value = alphabet.indexOf(first17[index] ?? ' ')
    if (value < 0) return null
    sum += value * weight
  }
  return alphabet[(31 - (sum % 31)) % 31] ?? null
}

/** Has the code 18 permitted characters and the right check character? */
export function creditCodeIsSound(code: string): boolean {
  return code.length === 18 && creditCodeCheck(code) === code[17]
}
