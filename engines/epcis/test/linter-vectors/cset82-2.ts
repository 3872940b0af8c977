import type { LinterVector } from './model.ts'

export const vectors: readonly LinterVector[] = [
  ['cset82', '\ufffd', 'INVALID_CSET82_CHARACTER', '*\ufffd*'],
  ['cset82', '\ufffd', 'INVALID_CSET82_CHARACTER', '*\ufffd*'],
  ['cset82', '\ufffd', 'INVALID_CSET82_CHARACTER', '*\ufffd*'],
  ['cset82', '\ufffd', 'INVALID_CSET82_CHARACTER', '*\ufffd*'],
  ['cset82', '\ufffd', 'INVALID_CSET82_CHARACTER', '*\ufffd*'],
  ['cset82', '\ufffd', 'INVALID_CSET82_CHARACTER', '*\ufffd*'],
  ['cset82', '\ufffd', 'INVALID_CSET82_CHARACTER', '*\ufffd*'],
  ['cset82', '\ufffd', 'INVALID_CSET82_CHARACTER', '*\ufffd*'],
  ['cset82', '\ufffd', 'INVALID_CSET82_CHARACTER', '*\ufffd*'],
  ['cset82', '\ufffd', 'INVALID_CSET82_CHARACTER', '*\ufffd*'],
  ['cset82', '\ufffd', 'INVALID_CSET82_CHARACTER', '*\ufffd*'],
  ['cset82', '\ufffd', 'INVALID_CSET82_CHARACTER', '*\ufffd*'],
  ['cset82', '\ufffd', 'INVALID_CSET82_CHARACTER', '*\ufffd*'],
  ['cset82', '\ufffd', 'INVALID_CSET82_CHARACTER', '*\ufffd*'],
]
