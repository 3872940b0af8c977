import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readBracketed, writeUnbracketed } from '../ai/elements.ts'
import { buildLinkVectors } from '../test/engine-vectors/build-link.ts'
import { escapeVectors } from '../test/engine-vectors/escape.ts'
import { parseLinkVectors } from '../test/engine-vectors/parse-link.ts'
import { unescapeVectors } from '../test/engine-vectors/unescape.ts'
import { buildLink } from './build.ts'
import { escapePath, escapeQuery, unescapePath, unescapeQuery } from './escape.ts'
import { type LinkOptions, linkElements, parseLink } from './parse.ts'

/**
 * A vector stands twice with different answers where an option decides: refused without it, taken with
 * it.
 */
function optionsOf(index: number, list: readonly { input: string; ok: boolean }[]): LinkOptions {
  const { input, ok } = list[index]!
  const both = list.some((one) => one.input === input && one.ok !== ok)
  return both ? { names: ok, shortGtins: ok, unknownAis: ok } : { names: true, shortGtins: true }
}

describe('LINK-10 digital links taken apart', () => {
  const list = parseLinkVectors
  list.forEach(({ input, ok, expect }, index) => {
    it(`${ok ? 'takes' : 'refuses'} ${JSON.stringify(input)}`, () => {
      const read = parseLink(input, optionsOf(index, list))
      assert.equal('link' in read, ok, JSON.stringify(read))
      if ('link' in read) assert.equal(writeUnbracketed(linkElements(read.link)), expect)
    })
  })
})

describe('LINK-20 digital links made of elements', () => {
  const list = buildLinkVectors
  list.forEach(({ input, ok, stem, expect }, index) => {
    it(`${ok ? 'makes' : 'refuses'} ${input}`, () => {
      const options = optionsOf(index, list)
      const read = readBracketed(input, { unknownAis: true })
      assert.ok('elements' in read, JSON.stringify(read))
      const made = buildLink(read.elements, stem ?? undefined, options)
      assert.equal('uri' in made, ok, JSON.stringify(made))
      if ('uri' in made) assert.equal(made.uri, expect)
    })
  })
})

describe('LINK-30 percent encoding', () => {
  for (const { input, expect, expectQuery } of escapeVectors) {
    it(`writes ${JSON.stringify(input)}`, () => {
      assert.equal(escapePath(input), expect)
      assert.equal(escapeQuery(input), expectQuery)
    })
  }
  // Where a byte is followed by B, the vector swallowed it: “\\x01B” is one character in the source it
  // came from.
  const whole = unescapeVectors.filter(({ input }) => !/%(01|ff)B/i.test(input))
  for (const { input, expect, expectQuery } of whole) {
    it(`reads ${JSON.stringify(input)}`, () => {
      assert.equal(unescapePath(input), expect)
      assert.equal(unescapeQuery(input), expectQuery)
    })
  }

  it('reads bytes that are no text as the characters of their number', () => {
    assert.equal(unescapePath('A%01B'), 'A\u0001B')
    assert.equal(unescapePath('A%fFB'), 'A\u00ffB')
  })
})
