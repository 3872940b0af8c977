import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linterVectors } from '../test/linter-vectors/all.ts'
import type { LinterVector } from '../test/linter-vectors/model.ts'
import type { LintFault, PrefixLookup } from './lint.ts'
import { linters } from './linters.ts'

/** The vectors set the faulty characters in stars. */
function marked(input: string, { at, length }: LintFault): string {
  return `${input.slice(0, at)}*${input.slice(at, at + length)}*${input.slice(at + length)}`
}

/** Vectors of company prefixes presume a list of them that answers so, for the first prefix or the second. */
function prefixesOf([linter, , error, stars]: LinterVector): PrefixLookup | undefined {
  if (error !== 'INVALID_GCP_PREFIX' && error !== 'GCP_DATASOURCE_OFFLINE') return undefined
  const second = linter.startsWith('coupon') && (stars?.indexOf('*') ?? 0) > 2
  let asked = 0
  return () => {
    asked += 1
    if (second && asked === 1) return 'known'
    return error === 'INVALID_GCP_PREFIX' ? 'unknown' : 'offline'
  }
}

describe('AI-20 every linter of the dictionary', () => {
  for (const [name, list] of Map.groupBy(linterVectors, ([linter]) => linter)) {
    it(`${name} agrees with its ${list.length} vectors, character by character`, () => {
      const lint = linters[name]
      assert.ok(lint)
      for (const vector of list) {
        const [, input, error, stars] = vector
        const found = lint(input, prefixesOf(vector))
        assert.equal(found?.code ?? null, error, JSON.stringify(vector))
        if (found && stars !== null) assert.equal(marked(input, found), stars)
      }
    })
  }
})
