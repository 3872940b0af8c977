import { linesOfCode, type Sample } from '../sample.ts'

export const samples: readonly Sample[] = [
  {
    says: 'files of 401 lines',
    files: { 'kit/db/long.ts': linesOfCode(401), 'modules/factory/sql/001-x.sql': '\n'.repeat(401) },
    faults: ['kit/db/long.ts:401', 'modules/factory/sql/001-x.sql:401'],
  },
  {
    says: 'a file of 400 lines, and data of any length',
    files: {
      'kit/db/right.ts': linesOfCode(400),
      'kit/i18n/zh.json': '\n'.repeat(900),
      'docs/generated/api.ts': linesOfCode(900),
    },
    faults: [],
  },
]
