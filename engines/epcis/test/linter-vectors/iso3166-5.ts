import type { LinterVector } from './model.ts'

export const vectors: readonly LinterVector[] = [
  ['iso3166', '991', 'NOT_ISO3166', '*991*'],
  ['iso3166', '992', 'NOT_ISO3166', '*992*'],
  ['iso3166', '993', 'NOT_ISO3166', '*993*'],
  ['iso3166', '994', 'NOT_ISO3166', '*994*'],
  ['iso3166', '995', 'NOT_ISO3166', '*995*'],
  ['iso3166', '996', 'NOT_ISO3166', '*996*'],
  ['iso3166', '997', 'NOT_ISO3166', '*997*'],
  ['iso3166', '998', 'NOT_ISO3166', '*998*'],
  ['iso3166', '999', 'NOT_ISO3166', '*999*'],
]
