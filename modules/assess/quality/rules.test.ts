import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { qualityRules } from '../test/world.ts'
import { readRules, ruleFaults } from './rules.ts'

describe('rules of data quality as a file', () => {
  test('the region’s own file is sound, and marks what no original says', () => {
    const file = new URL('../../../regions/guangxi/quality-rules.json', import.meta.url)
    const read = readRules(JSON.parse(readFileSync(file, 'utf8')))
    assert.ok('rules' in read)
    assert.deepEqual(
      read.rules.map(({ kind, isExample }) => [kind, isExample]),
      [
        ['outlier', true],
        ['copied', true],
        ['jump', true],
      ],
    )
  })

  test('every fault of a file is told at once, and with one nothing is read', () => {
    const [outlier, copied, jump] = qualityRules
    const wrong = [
      { ...outlier, least: 2 },
      { ...copied, threshold: '1.2' },
      { ...jump, least: 3 },
    ]
    const read = readRules(wrong)
    assert.deepEqual('faults' in read && read.faults, [
      'outlier.least: 4–1000',
      'copied.threshold: 0.5–1',
      'jump.least: 0–0',
    ])
    const shapeless = readRules([
      { ...outlier, threshold: 'three' },
      { ...copied, extra: 1 },
    ])
    assert.ok('faults' in shapeless && shapeless.faults.length >= 2)
  })

  test('the bounds themselves are allowed', () => {
    assert.deepEqual(ruleFaults('outlier', 4, 0.5), [])
    assert.deepEqual(ruleFaults('outlier', 1000, 20), [])
    assert.deepEqual(ruleFaults('copied', 2, 1), [])
    assert.deepEqual(ruleFaults('jump', null, 0.01), [])
    assert.deepEqual(
      ruleFaults('copied', null, 0.4).map(({ field }) => field),
      ['least', 'threshold'],
    )
  })
})
