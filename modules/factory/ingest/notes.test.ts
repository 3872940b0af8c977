import assert from 'node:assert/strict'
import { test } from 'node:test'
import { translator } from '@ronghe/kit/i18n'
import en from '../i18n/en.json' with { type: 'json' }
import zh from '../i18n/zh.json' with { type: 'json' }
import { createNotes, parsed } from './notes.ts'

const said = (...counts: number[]) => ({
  'Edge/Notes/m1': JSON.stringify(counts.map((count, at) => ({ count, zh: `坏${at}`, en: `bad ${at}` }))),
})

test('a note is written when it is new, and when it has become ten times as many', () => {
  const notes = createNotes(translator([{ zh, en }]))
  const written = [1, 2, 9, 10, 60, 100, 3].map((count) => notes('e1', said(count)).map((line) => line.zh))
  assert.deepEqual(written, [['坏0'], [], [], ['坏0（10 次）'], [], ['坏0（100 次）'], ['坏0（3 次）']])
  assert.equal(notes('e2', said(1)).length, 1)
})

test('whatever an edge says is no accident', () => {
  const notes = createNotes(translator([{ zh, en }]))
  for (const value of ['{', '5', 'null', '{"a":1}', '[{}]', '[{"count":"x"}]', null, 7]) {
    assert.deepEqual(notes('e1', { 'Edge/Notes/m1': value }), [])
  }
  assert.equal(notes('e1', said(...Array.from({ length: 500 }, () => 1))).length, 50)
  assert.equal(parsed('[1'), null)
})
