import type { Sample } from '../sample.ts'

export const samples: readonly Sample[] = [
  {
    says: 'no path leaves the workspace, and no import passes by a door',
    files: {
      'modules/factory/service.ts': [
        "import { x } from '../registry/store.ts'",
        "import { y } from '@ronghe/kit/db/pool.ts'",
        "import z from '/etc/x.ts'",
        '',
      ].join('\n'),
      'modules/factory/web/a.tsx': "export { x } from '../../../kit/ui/list.tsx'\n",
    },
    faults: [
      'modules/factory/service.ts:1',
      'modules/factory/service.ts:2',
      'modules/factory/service.ts:3',
      'modules/factory/web/a.tsx:1',
    ],
  },
  {
    says: 'paths inside, and doors',
    files: {
      'modules/factory/web/a.tsx': [
        "import { factory } from '../contract.ts'",
        "import { List } from '@ronghe/kit/ui'",
        "import 'echarts/core'",
        '',
      ].join('\n'),
    },
    faults: [],
  },
]
