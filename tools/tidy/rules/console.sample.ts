import type { Sample } from '../sample.ts'

export const samples: readonly Sample[] = [
  {
    says: 'the console in kit, room and app',
    files: {
      'kit/a.ts': "console.log('a')\n",
      'modules/factory/service.ts': "\nconsole.error('a')\n",
      'apps/server/ingest.ts': "console.warn('a')\n",
    },
    faults: ['apps/server/ingest.ts:1', 'kit/a.ts:1', 'modules/factory/service.ts:2'],
  },
  {
    says: 'entry points, tools, benchmarks and tests speak to a terminal',
    files: {
      'apps/server/main.ts': "console.log('a')\n",
      'tools/start/run.mjs': "console.log('a')\n",
      'bench/telemetry.ts': "console.log('a')\n",
      'kit/a.test.ts': "console.log('skipped')\n",
      'kit/a.ts': "log.info('console.log')\n",
    },
    faults: [],
  },
]
