import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asSeriesError, isFatal, seriesFaults } from './fault.ts'
import en from './i18n/en.json' with { type: 'json' }
import zh from './i18n/zh.json' with { type: 'json' }

test('every fault has words in both languages, with just its values as blanks', () => {
  const blanksOf = (words: string) => [...words.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).sort()
  const codes = Object.entries(seriesFaults)
  for (const words of [zh, en] as Record<string, string>[]) {
    assert.equal(Object.keys(words).length, codes.length)
    for (const [code, values] of codes) {
      assert.deepEqual(blanksOf(words[`fault.${code}`] ?? 'none'), [...values].sort(), code)
    }
  }
})

test('the database’s own words become codes', () => {
  const full = new Error(
    'TransactionContext Error: Failed to commit: Could not write file "x": No space left on device',
  )
  assert.equal(asSeriesError(full, 'series.write').code, 'series.full')
  assert.equal(asSeriesError(new Error('Catalog Error'), 'series.query').code, 'series.query')
  assert.equal(asSeriesError(asSeriesError(full, 'series.write'), 'series.query').code, 'series.full')
  assert.ok(isFatal(new Error('FATAL Error: Failed: database has been invalidated')))
  assert.ok(!isFatal(full))
})
