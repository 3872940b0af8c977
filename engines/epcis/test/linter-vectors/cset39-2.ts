import type { LinterVector } from './model.ts'

export const vectors: readonly LinterVector[] = [
  ['cset39', '\ufffd', 'INVALID_CSET39_CHARACTER', '*\ufffd*'],
  ['cset39', '\ufffd', 'INVALID_CSET39_CHARACTER', '*\ufffd*'],
  ['cset39', '\ufffd', 'INVALID_CSET39_CHARACTER', '*\ufffd*'],
  ['cset39', '\ufffd', 'INVALID_CSET39_CHARACTER', '*\ufffd*'],
  ['cset39', '\ufffd', 'INVALID_CSET39_CHARACTER', '*\ufffd*'],
  ['cset39', '\ufffd', 'INVALID_CSET39_CHARACTER', '*\ufffd*'],
  ['cset39', '\ufffd', 'INVALID_CSET39_CHARACTER', '*\ufffd*'],
  ['cset39', '\ufffd', 'INVALID_CSET39_CHARACTER', '*\ufffd*'],
  ['cset39', '\ufffd', 'INVALID_CSET39_CHARACTER', '*\ufffd*'],
  ['cset39', '\ufffd', 'INVALID_CSET39_CHARACTER', '*\ufffd*'],
  ['cset39', '\ufffd', 'INVALID_CSET39_CHARACTER', '*\ufffd*'],
]
