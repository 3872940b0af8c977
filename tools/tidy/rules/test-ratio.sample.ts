import { linesOfCode, type Sample } from '../sample.ts'

export const samples: readonly Sample[] = [
  {
    says: 'an engine below two, a room below eight tenths',
    files: {
      'engines/oee/a.ts': linesOfCode(10),
      'engines/oee/a.test.ts': linesOfCode(19),
      'modules/factory/service.ts': linesOfCode(10),
      'modules/factory/service.test.ts': `${linesOfCode(7)}\n// a comment\n/*\n * another\n */\n`,
    },
    faults: ['engines/oee/package.json:1', 'modules/factory/package.json:1'],
  },
  {
    says: 'enough tests; pages and benchmarks count apart',
    files: {
      'engines/oee/a.ts': linesOfCode(10),
      'engines/oee/a.test.ts': linesOfCode(15),
      'engines/oee/test/twin.ts': linesOfCode(5),
      'engines/oee/a.bench.ts': linesOfCode(90),
      'modules/factory/service.ts': linesOfCode(10),
      'modules/factory/service.test.ts': linesOfCode(8),
      'modules/factory/web/a.tsx': linesOfCode(90),
    },
    faults: [],
  },
]
