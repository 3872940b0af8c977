import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { pathOf } from './pdf.ts'
import { fits, partsOf, placeOf, roll, type Sheet } from './sheet.ts'

const mm = (max: number) => fc.integer({ min: 0, max: max * 10 }).map((tenths) => tenths / 10)
const sheets: fc.Arbitrary<Sheet> = fc
  .record({
    columns: fc.integer({ min: 1, max: 6 }),
    rows: fc.integer({ min: 1, max: 12 }),
    labelWidthMm: fc.integer({ min: 20, max: 100 }),
    labelHeightMm: fc.integer({ min: 15, max: 80 }),
    marginLeftMm: mm(10),
    marginTopMm: mm(10),
    gapXMm: mm(5),
    gapYMm: mm(5),
  })
  .map((one) => ({ ...one, widthMm: 210, heightMm: 297 }))

const settings = { seed: 20267, numRuns: 300 }

describe('every sheet', () => {
  it('that fits lays all labels on the paper, none upon another', () => {
    fc.assert(
      fc.property(sheets.filter(fits), fc.integer({ min: 1, max: 80 }), (sheet, count) => {
        const places = Array.from({ length: count }, (_, number) => placeOf(sheet, number))
        for (const { x, y } of places) {
          assert.ok(x >= 0 && y >= 0)
          assert.ok(x + sheet.labelWidthMm <= sheet.widthMm + 1e-6)
          assert.ok(y + sheet.labelHeightMm <= sheet.heightMm + 1e-6)
        }
        for (const [at, one] of places.entries()) {
          for (const other of places.slice(at + 1)) {
            const isApart =
              one.page !== other.page ||
              Math.abs(one.x - other.x) >= sheet.labelWidthMm - 1e-6 ||
              Math.abs(one.y - other.y) >= sheet.labelHeightMm - 1e-6
            assert.ok(isApart, `${at} ${JSON.stringify([one, other])}`)
          }
        }
      }),
      settings,
    )
  })

  it('keeps symbol and words of a label apart, and within it', () => {
    const sizes = fc.tuple(fc.integer({ min: 15, max: 120 }), fc.integer({ min: 15, max: 120 }))
    fc.assert(
      fc.property(sizes, ([width, height]) => {
        const parts = partsOf(roll(width, height))
        assert.ok(parts.symbolMm > 0)
        assert.ok(parts.symbolX + parts.symbolMm <= width && parts.symbolY + parts.symbolMm <= height)
        const isBeside = parts.textX >= parts.symbolX + parts.symbolMm
        const isBelow = parts.textY >= parts.symbolY + parts.symbolMm
        assert.ok(isBeside || isBelow)
        assert.ok(parts.textX + parts.textWidthMm <= width)
      }),
      settings,
    )
  })

  it('fills the pages one after another', () => {
    fc.assert(
      fc.property(sheets, fc.nat(500), (sheet, number) => {
        const { page } = placeOf(sheet, number)
        assert.equal(page, Math.floor(number / (sheet.columns * sheet.rows)))
      }),
      settings,
    )
  })
})

describe('the drawing of a symbol', () => {
  it('covers what is dark, and nothing else', () => {
    const row = fc.array(fc.boolean(), { minLength: 5, maxLength: 5 })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), (matrix) => {
        const covered = matrix.map((line) => line.map(() => false))
        for (const [, left, top, right] of pathOf(matrix, 1).matchAll(/M(\d+) (\d+)H(\d+)V\d+H\d+Z/g)) {
          for (let x = Number(left); x < Number(right); x += 1) {
            assert.equal(covered[Number(top)]![x], false)
            covered[Number(top)]![x] = true
          }
        }
        assert.deepEqual(covered, matrix)
      }),
      settings,
    )
  })
})
