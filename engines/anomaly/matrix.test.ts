import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { product, quantile, solve, symmetricEigen } from './matrix.ts'
import { inner, naiveQuantile } from './test/naive.ts'
import { settings } from './test/sample.ts'

const square = fc.integer({ min: 1, max: 7 }).chain((size) => {
  const line = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: size, maxLength: size })
  return fc.array(line, { minLength: size, maxLength: size })
})

const symmetric = square.map((rows) => rows.map((row, at) => row.map((v, other) => v + rows[other]![at]!)))

describe('eigenvalues of any symmetric matrix', () => {
  it('each axis is only stretched, by its value', () => {
    fc.assert(
      fc.property(symmetric, (matrix) => {
        const { values, vectors } = symmetricEigen(matrix)
        vectors.forEach((vector, at) => {
          const turned = product(matrix, vector)
          turned.forEach((value, index) => {
            assert.ok(Math.abs(value - values[at]! * vector[index]!) < 1e-8)
          })
        })
      }),
      settings,
    )
  })

  it('the axes are of length 1, at right angles, and in the order of their values', () => {
    fc.assert(
      fc.property(symmetric, (matrix) => {
        const { values, vectors } = symmetricEigen(matrix)
        vectors.forEach((vector, at) => {
          vectors.forEach((other, index) => {
            assert.ok(Math.abs(inner(vector, other) - (at === index ? 1 : 0)) < 1e-9)
          })
          if (at > 0) assert.ok(values[at - 1]! >= values[at]!)
        })
      }),
      settings,
    )
  })

  it('the values sum to the trace', () => {
    fc.assert(
      fc.property(symmetric, (matrix) => {
        const trace = matrix.reduce((sum, row, at) => sum + row[at]!, 0)
        const sum = symmetricEigen(matrix).values.reduce((total, value) => total + value, 0)
        assert.ok(Math.abs(trace - sum) < 1e-8)
      }),
      settings,
    )
  })

  it('a diagonal is its own answer, and the argument stays as it was', () => {
    const matrix = [
      [1, 0],
      [0, 4],
    ]
    assert.deepEqual(symmetricEigen(matrix), {
      values: [4, 1],
      vectors: [
        [0, 1],
        [1, 0],
      ],
    })
    assert.deepEqual(matrix, [
      [1, 0],
      [0, 4],
    ])
  })
})

describe('linear equations and quantiles', () => {
  it('a solution put in gives the right side', () => {
    fc.assert(
      fc.property(square, (rows) => {
        const matrix = rows.map((row, at) => row.map((value, other) => value + (at === other ? 500 : 0)))
        const right = rows.map((row) => row[0]!)
        product(matrix, solve(matrix, right)).forEach((value, at) => {
          assert.ok(Math.abs(value - right[at]!) < 1e-8)
        })
      }),
      settings,
    )
  })

  it('an equation with its pivot elsewhere is solved', () => {
    const matrix = [
      [0, 2],
      [4, 0],
    ]
    assert.deepEqual(solve(matrix, [6, 8]), [2, 3])
  })

  it('an unknown that nothing decides is 0', () => {
    assert.deepEqual(solve([[0]], [0]), [0])
  })

  it('quantiles agree with the naive twin', () => {
    const lists = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 })
    fc.assert(
      fc.property(lists, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const expected = naiveQuantile(values, share)
        assert.ok(Math.abs(quantile(values, share) - expected) <= 1e-6)
      }),
      settings,
    )
  })
})
