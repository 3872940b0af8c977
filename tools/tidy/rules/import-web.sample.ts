import type { Sample } from '../sample.ts'

export const samples: readonly Sample[] = [
  {
    says: 'a page imports the server, and the server a page',
    files: {
      'modules/factory/web/machine.tsx':
        "import { store } from '../store.ts'\nimport { a } from '../orders/service.ts'\n",
      'modules/factory/service.ts': "import { Machine } from './web/machine.tsx'\n",
    },
    faults: [
      'modules/factory/service.ts:1',
      'modules/factory/web/machine.tsx:1',
      'modules/factory/web/machine.tsx:2',
    ],
  },
  {
    says: 'a page imports contract, words and pages',
    files: {
      'modules/factory/web/machine.tsx': [
        "import { factory } from '../contract.ts'",
        "import zh from '../i18n/zh.json'",
        "import { b } from './b.tsx'",
        '',
      ].join('\n'),
    },
    faults: [],
  },
]
