import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { dayText, leafOf, leafText, linkText, nothingBefore, textHash } from './leaf.ts'

const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

describe('T9 what is digested', () => {
  it('is a text that anybody can write by hand', () => {
    const sealed = {
      eventId: 'urn:uuid:1',
      hash: 'ab'.repeat(32),
      recordTime: new Date(Date.UTC(2026, 6, 1, 8)),
      bodyHash: textHash('{}'),
      contextHash: textHash(null),
      ignoresHash: textHash(''),
    }
    const lines = ['urn:uuid:1', 'ab'.repeat(32), '2026-07-01T08:00:00.000Z', textHash('{}'), empty, empty]
    assert.equal(leafText(sealed), lines.join('\n'))
    // printf '\0<lines>' | sha256sum
    const digest = createHash('sha256')
      .update(`\0${lines.join('\n')}`)
      .digest('hex')
    assert.equal(leafOf(sealed).toString('hex'), digest)
  })

  it('names its kind first, so that a link is never taken for a day', () => {
    const root = 'cd'.repeat(32)
    const sealedAt = '2026-07-01T08:00:00.000Z'
    const link = { organisationId: 'o', number: 2, sealedAt, events: 3, root, previousHash: nothingBefore }
    assert.equal(linkText(link), `ronghe-link-1\no\n2\n${sealedAt}\n3\n${root}\n${'0'.repeat(64)}`)
    const day = { day: '2026-07-01', number: 4, links: 5, events: 6, root, previousHash: root }
    assert.equal(dayText(day), `ronghe-day-1\n2026-07-01\n4\n5\n6\n${root}\n${root}`)
  })

  it('tells a text from none by its digest only where it says something', () => {
    assert.equal(textHash(null), textHash(''))
    assert.notEqual(textHash('{}'), textHash(null))
  })

  it('remembers no digest for another text', () => {
    const texts = ['{"a":"urn:a"}', '{"a":"urn:b"}', '{"a":"urn:a"}']
    for (const text of texts) {
      assert.equal(textHash(text), createHash('sha256').update(text).digest('hex'))
    }
  })
})
