import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { bracketedVectors } from '../test/engine-vectors/bracketed.ts'
import { togetherVectors } from '../test/engine-vectors/together.ts'
import { unbracketedVectors } from '../test/engine-vectors/unbracketed.ts'
import { aiAt, aiOf, allAis } from './dictionary.ts'
import { type Element, readBracketed, readUnbracketed, writeBracketed, writeUnbracketed } from './elements.ts'
import { excluded, missing, repeated, serialMissing, togetherFault } from './together.ts'

function elementsOf(text: string): readonly Element[] {
  const read = readBracketed(text, { unknownAis: true })
  assert.ok('elements' in read, text)
  return read.elements
}

describe('AI-10 the dictionary', () => {
  it('knows every AI of every range, each found at its place in a text', () => {
    assert.equal(aiOf('3103')?.title, 'NET WEIGHT (kg)')
    assert.equal(aiOf('99')?.title, 'INTERNAL')
    assert.equal(aiOf('89'), undefined)
    for (const { ai } of allAis()) assert.equal(aiAt(`x${ai}`, 1)?.ai, ai)
  })

  it('tells what a link may carry', () => {
    assert.deepEqual(aiOf('01')?.qualifiers, [['22', '10', '21'], ['235']])
    assert.deepEqual(aiOf('00')?.qualifiers, [[]])
    assert.equal(aiOf('10')?.qualifiers, null)
    assert.equal(aiOf('10')?.attribute, true)
    assert.equal(aiOf('21')?.attribute, false)
  })
})

describe('AI-30 element strings with brackets', () => {
  for (const { input, ok, expect } of bracketedVectors) {
    it(`${ok ? 'takes' : 'refuses'} ${JSON.stringify(input)}`, () => {
      const read = readBracketed(input)
      assert.equal('elements' in read, ok)
      if ('elements' in read) assert.equal(writeUnbracketed(read.elements), expect)
    })
  }

  it('writes what it reads', () => {
    const text = '(01)09520123456788(10)A\\(B)(21)C'
    assert.equal(writeBracketed(elementsOf(text)), text)
  })
})

describe('AI-31 element strings without brackets', () => {
  for (const { input, ok } of unbracketedVectors) {
    it(`${ok ? 'takes' : 'refuses'} ${JSON.stringify(input)}`, () => {
      const read = readUnbracketed(input)
      assert.equal('elements' in read, ok, JSON.stringify(read))
      if ('elements' in read) {
        const again = readUnbracketed(writeUnbracketed(read.elements))
        assert.deepEqual(again, read)
      }
    })
  }
})

describe('AI-40 AIs that stand together', () => {
  const procedures = {
    validateAIrepeats: repeated,
    validateAImutex: excluded,
    validateAIrequisites: missing,
    validateDigSigRequiresSerialisedKey: serialMissing,
  }
  for (const { input, ok, procedure } of togetherVectors) {
    it(`${ok ? 'takes' : 'refuses'} ${input} (${procedure})`, () => {
      const judge = procedures[procedure as keyof typeof procedures]
      assert.ok(judge)
      assert.equal(judge(elementsOf(input)) === null, ok)
    })
  }

  it('tells the first fault of all', () => {
    assert.equal(togetherFault(elementsOf('(01)12345678901231(21)A')), null)
    assert.deepEqual(togetherFault(elementsOf('(21)A')), { code: 'missing', ai: '21', detail: '01,03,8006' })
  })
})
