import type { LinterVector } from './model.ts'

export const vectors: readonly LinterVector[] = [
  ['importeridx', '\ufffd', 'INVALID_IMPORT_IDX_CHARACTER', '*\ufffd*'],
  ['importeridx', '\ufffd', 'INVALID_IMPORT_IDX_CHARACTER', '*\ufffd*'],
  ['importeridx', '\ufffd', 'INVALID_IMPORT_IDX_CHARACTER', '*\ufffd*'],
  ['importeridx', '\ufffd', 'INVALID_IMPORT_IDX_CHARACTER', '*\ufffd*'],
  ['importeridx', '\ufffd', 'INVALID_IMPORT_IDX_CHARACTER', '*\ufffd*'],
  ['importeridx', '\ufffd', 'INVALID_IMPORT_IDX_CHARACTER', '*\ufffd*'],
  ['importeridx', '\ufffd', 'INVALID_IMPORT_IDX_CHARACTER', '*\ufffd*'],
]
