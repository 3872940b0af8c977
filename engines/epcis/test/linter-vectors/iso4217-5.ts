import type { LinterVector } from './model.ts'

export const vectors: readonly LinterVector[] = [
  ['iso4217', '988', 'NOT_ISO4217', '*988*'],
  ['iso4217', '989', 'NOT_ISO4217', '*989*'],
  ['iso4217', '991', 'NOT_ISO4217', '*991*'],
  ['iso4217', '992', 'NOT_ISO4217', '*992*'],
  ['iso4217', '993', 'NOT_ISO4217', '*993*'],
  ['iso4217', '995', 'NOT_ISO4217', '*995*'],
  ['iso4217', '996', 'NOT_ISO4217', '*996*'],
  ['iso4217', '998', 'NOT_ISO4217', '*998*'],
]
