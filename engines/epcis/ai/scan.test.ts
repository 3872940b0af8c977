import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readScanVectors } from '../test/engine-vectors/read-scan.ts'
import { writeScanVectors } from '../test/engine-vectors/write-scan.ts'
import { readScan, type Symbology, writeScan } from './scan.ts'

/**
 * In the vectors a separator swallowed the hexadecimal digits behind it: they came from a source in which
 * “\x1D99” is one character. Such a place stands for the separator and any such digits.
 */
function damaged(text: string): boolean {
  return text.includes('\ufffd')
}

function pattern(text: string): RegExp {
  const literal = text.split('\ufffd').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${literal.join('\\x1d[\\dA-Fa-f]+')}$`)
}

describe('AI-50 what scanners send', () => {
  for (const { input, ok, symbology, expect } of readScanVectors) {
    if (damaged(input)) continue
    it(`${ok ? 'reads' : 'refuses'} ${JSON.stringify(input)}`, () => {
      const read = readScan(input)
      assert.equal(read !== null, ok)
      if (read) assert.deepEqual(read, { symbology, data: expect })
    })
  }

  for (const { input, symbology, expect } of writeScanVectors) {
    it(`AI-51 writes ${symbology} ${JSON.stringify(input)}`, () => {
      const made = writeScan({ symbology: symbology as Symbology | 'NONE', data: input })
      if (expect === null) assert.equal(made, null)
      else assert.match(made ?? '', pattern(expect))
    })
  }

  it('AI-52 reads what it writes, separators and all', () => {
    const data = '^011231231231233310ABC123^99TESTING'
    for (const symbology of ['QR', 'DM', 'DotCode', 'DataBarExpanded', 'GS1_128_CCA'] as const) {
      const sent = writeScan({ symbology, data })
      assert.ok(sent?.includes('\u001d99TESTING'))
      assert.deepEqual(readScan(sent ?? ''), { symbology, data })
    }
    const retail = '2112345678900|^99COMPOSITE^98XYZ'
    assert.deepEqual(readScan(writeScan({ symbology: 'EAN13', data: retail })!), {
      symbology: 'EAN13',
      data: retail,
    })
  })
})
