import { manifest, type Sample } from '../sample.ts'

export const samples: readonly Sample[] = [
  {
    says: 'an engine imports nothing but its own files; its tests and benchmarks may',
    files: {
      'engines/oee/attribute.ts':
        "import { a } from 'decimal.js'\nimport fs from 'node:fs'\nimport { b } from './b.ts'\n",
      'engines/oee/b.ts': "import type { Route } from '@ronghe/kit/contract'\nimport('node:net')\n",
      'engines/oee/attribute.test.ts': "import test from 'node:test'\nimport fc from 'fast-check'\n",
      'engines/oee/attribute.bench.ts': "import { hrtime } from 'node:process'\n",
    },
    faults: [
      'engines/oee/attribute.ts:1',
      'engines/oee/attribute.ts:2',
      'engines/oee/b.ts:1',
      'engines/oee/b.ts:2',
    ],
  },
  {
    says: 'the kit imports no other workspace',
    files: {
      'kit/module/index.ts':
        "export type { Route } from '@ronghe/registry/contract'\nimport postgres from 'postgres'\n",
      'kit/db/index.ts': "import { oee } from '@ronghe/oee'\n",
    },
    faults: ['kit/db/index.ts:1', 'kit/module/index.ts:1'],
  },
  {
    says: 'a room reads its neighbours by contract; its tests may start them',
    files: {
      'modules/factory/service.ts':
        "import { module } from '@ronghe/registry'\nimport { registry } from '@ronghe/registry/contract'\n",
      'modules/factory/store.ts':
        "import { Page } from '@ronghe/registry/web'\nimport { oee } from '@ronghe/oee'\n",
      'modules/factory/policy.ts':
        "import { start } from '@ronghe/server'\nimport { List } from '@ronghe/kit/ui'\n",
      'modules/factory/service.test.ts':
        "import { module } from '@ronghe/registry'\nimport { signIn } from '@ronghe/registry/testing'\n",
      'modules/factory/notify.ts': "import { signIn } from '@ronghe/registry/testing'\n",
    },
    faults: [
      'modules/factory/notify.ts:1',
      'modules/factory/policy.ts:1',
      'modules/factory/policy.ts:2',
      'modules/factory/service.ts:1',
      'modules/factory/store.ts:1',
    ],
  },
  {
    says: 'pages use contract, client, i18n and ui of the kit, and web and contract of rooms',
    files: {
      'modules/factory/web/machine.tsx': [
        "import { db } from '@ronghe/kit/db'",
        "import fs from 'node:fs'",
        "import { module } from '@ronghe/registry'",
        '',
      ].join('\n'),
      'modules/factory/web/good.tsx': [
        "import { List } from '@ronghe/kit/ui'",
        "import { Firm } from '@ronghe/registry/web'",
        "import { oee } from '@ronghe/oee'",
        '',
      ].join('\n'),
    },
    faults: [
      'modules/factory/web/machine.tsx:1',
      'modules/factory/web/machine.tsx:2',
      'modules/factory/web/machine.tsx:3',
    ],
  },
  {
    says: 'apps wire, and do not import each other; a region imports no room but by contract',
    files: {
      'apps/server/main.ts': [
        "import { factory } from '@ronghe/factory'",
        "import { edge } from '@ronghe/edge'",
        "import { x } from '@ronghe/gone'",
        '',
      ].join('\n'),
      'regions/guangxi/index.ts':
        "import { factory } from '@ronghe/factory'\nimport { Trade } from '@ronghe/registry/contract'\n",
    },
    faults: ['apps/server/main.ts:2', 'apps/server/main.ts:3', 'regions/guangxi/index.ts:1'],
  },
  {
    says: 'the matrix of the house; a door to data is open to apps',
    files: {
      'apps/edge/package.json': manifest({
        name: '@ronghe/edge',
        exports: { './machines': './machines.json' },
      }),
      'apps/server/sample.ts': "import machines from '@ronghe/edge/machines' with { type: 'json' }\n",
      'apps/server/main.ts':
        "import { factory } from '@ronghe/factory'\nimport { region } from '@ronghe/region-guangxi'\n",
      'modules/factory/service.ts':
        "import { oee } from '@ronghe/oee'\nimport type { Ctx } from '@ronghe/kit/module'\n",
    },
    faults: [],
  },
]
