import { manifest, type Sample } from '../sample.ts'

const kit = manifest({
  name: '@ronghe/kit',
  exports: { './db': './db/index.ts' },
  dependencies: { postgres: '3' },
  devDependencies: { 'smtp-server': '3' },
})

export const samples: readonly Sample[] = [
  {
    says: 'packages and workspaces stand in package.json',
    files: {
      'kit/package.json': kit,
      'kit/db/index.ts':
        "import postgres from 'postgres'\nimport Fastify from 'fastify'\nimport x from 'postgres/deep'\n",
      'kit/mail.ts': "import { SMTPServer } from 'smtp-server'\nimport fc from 'fast-check'\n",
      'modules/registry/service.ts': "import { factory } from '@ronghe/factory/contract'\n",
    },
    faults: ['kit/db/index.ts:2', 'kit/mail.ts:1', 'kit/mail.ts:2', 'modules/registry/service.ts:1'],
  },
  {
    says: 'a page needs react, whether it names it or not',
    files: { 'modules/registry/web/a.tsx': 'export const a = 1\n', 'kit/ui/b.tsx': "import 'react'\n" },
    faults: ['kit/ui/b.tsx:1', 'modules/registry/web/a.tsx:1'],
  },
  {
    says: 'a test uses what is declared for tests, here or at the root',
    files: {
      'kit/package.json': kit,
      'kit/db/index.test.ts': "import { SMTPServer } from 'smtp-server'\nimport fc from 'fast-check'\n",
    },
    faults: [],
  },
]
