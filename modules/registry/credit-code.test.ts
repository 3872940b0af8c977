import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { creditCodeCheck, creditCodeIsSound } from './credit-code.ts'

/** Codes that public bodies and listed firms print on their own pages. */
const published = [
  '91110000802100433B', // Baidu Online Network Technology (Beijing)
  '91440300708461136T', // Tencent Computer Systems (Shenzhen)
  '914403001922038216', // Huawei Technologies (Shenzhen)
  '91330100799655058B', // Alibaba (China) Network Technology
]
const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const first17 = fc
  .array(fc.constantFrom(...letters), { minLength: 17, maxLength: 17 })
  .map((one) => one.join(''))

describe('the unified social credit code (GB 32100-2015)', () => {
  test('published codes are sound', () => {
    for (const code of published) assert.ok(creditCodeIsSound(code), code)
  })

  test('every 17 permitted characters have one check character, and no other is sound', () => {
    fc.assert(
      fc.property(first17, (first) => {
        const sound = [...letters].filter((last) => creditCodeIsSound(first + last))
        assert.deepEqual(sound, [creditCodeCheck(first)])
      }),
    )
  })

  test('the check is the sum by powers of three modulo 31, as the standard writes it', () => {
    fc.assert(
      fc.property(first17, (first) => {
        const sum = [...first].reduce((all, letter, index) => {
          const weight = Number(3n ** BigInt(index) % 31n)
          return all + letters.indexOf(letter) * weight
        }, 0)
        const rest = 31 - (sum % 31)
        assert.equal(creditCodeCheck(first), letters[rest === 31 ? 0 : rest])
      }),
    )
  })

  test('one wrong character is found wherever it stands', () => {
    const place = fc.integer({ min: 0, max: 17 })
    fc.assert(
      fc.property(first17, place, fc.constantFrom(...letters), (first, at, letter) => {
        const code = first + creditCodeCheck(first)
        fc.pre(code[at] !== letter)
        assert.equal(creditCodeIsSound(code.slice(0, at) + letter + code.slice(at + 1)), false)
      }),
    )
  })

  test('two neighbours that changed places are found', () => {
    fc.assert(
      fc.property(first17, fc.integer({ min: 0, max: 15 }), (first, at) => {
        const code = first + creditCodeCheck(first)
        fc.pre(code[at] !== code[at + 1])
        const swapped = code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2)
        assert.equal(creditCodeIsSound(swapped), false)
      }),
    )
  })

  test('letters that look like digits, small ones and other lengths are none', () => {
    const code = published[0]!
    for (const letter of ['I', 'O', 'S', 'V', 'Z', 'a', ' ', '中'])
      assert.equal(creditCodeIsSound(letter + code.slice(1)), false, letter)
    for (const other of ['', code.slice(0, 17), `${code}0`, ` ${code}`, code.toLowerCase()])
      assert.equal(creditCodeIsSound(other), false, other)
  })
})
