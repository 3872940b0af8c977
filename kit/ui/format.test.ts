import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatAgo, formatInstant, formatNumber } from './format.ts'

const here = new Intl.DateTimeFormat().resolvedOptions().timeZone

test('a moment by the clock of the browser is what the clock of its zone says', () => {
  const styles = ['instant', 'minute', 'day', 'time', 'month'] as const
  const moments = [
    '2026-03-05T14:02:33Z',
    '1999-12-31T23:59:59.999Z',
    '2026-03-29T01:30:00Z',
    '1970-01-01T00:00:00Z',
  ]
  for (const at of moments)
    for (const style of styles)
      assert.equal(formatInstant(at, style), formatInstant(at, style, here), `${at} ${style}`)
  assert.equal(formatInstant('2026-03-05T14:02:33Z', 'instant', 'Asia/Shanghai'), '2026-03-05 22:02:33')
  assert.equal(formatInstant('never'), '–')
})

test('numbers keep their digits and their language, and minus lines up', () => {
  assert.equal(formatNumber(1234.567, 'zh'), '1,234.57')
  assert.equal(formatNumber(1234.567, 'zh', 0), '1,235')
  assert.equal(formatNumber(-2.5, 'en', 1), '−2.5')
  assert.equal(formatNumber(-0.001, 'en', 1), '0')
})

test('how long ago is said in each language', () => {
  const now = Date.parse('2026-03-05T12:00:00Z')
  assert.equal(formatAgo('2026-03-05T09:00:00Z', now, 'zh'), '3小时前')
  assert.equal(formatAgo('2026-03-07T12:00:00Z', now, 'en'), 'in 2 days')
  assert.equal(formatAgo(now - 5000, now, 'en'), 'now')
})
