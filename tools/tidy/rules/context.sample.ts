import type { Sample } from '../sample.ts'

export const samples: readonly Sample[] = [
  {
    says: 'a room or an engine asks the machine for time, ids and randomness',
    files: {
      'modules/factory/service.ts': [
        "import { randomUUID } from 'node:crypto'",
        'const a = Date.now()',
        'const b = new Date()',
        'const c = Math.random()',
        '',
      ].join('\n'),
      'engines/oee/a.ts':
        'const a = performance.now()\nconst b = crypto.randomUUID()\nconst c = globalThis.Date.now()\n',
      'modules/factory/web/a.tsx': 'const a = Date.now()\n',
    },
    faults: [
      'engines/oee/a.ts:1',
      'engines/oee/a.ts:2',
      'engines/oee/a.ts:3',
      'modules/factory/service.ts:1',
      'modules/factory/service.ts:2',
      'modules/factory/service.ts:3',
      'modules/factory/service.ts:4',
      'modules/factory/web/a.tsx:1',
    ],
  },
  {
    says: 'the clock of the kit, a given time, a test',
    files: {
      'kit/clock/index.ts': 'export const now = () => new Date()\n',
      'modules/factory/service.ts': 'const a = new Date(0)\nconst b = ctx.now\nconst c = house.clock.now()\n',
      'modules/factory/service.test.ts': 'const a = Date.now()\n',
    },
    faults: [],
  },
]
