import { manifest, type Sample } from '../sample.ts'

const files = {
  'kit/package.json': manifest({ name: '@ronghe/kit', dependencies: { postgres: '3', fastify: '5' } }),
  'kit/db/index.ts': "import postgres from 'postgres'\n",
}

export const samples: readonly Sample[] = [
  { says: 'fastify is declared and not used', alone: true, files, faults: ['kit/package.json:5'] },
  {
    says: 'pages use react without naming it',
    alone: true,
    files: {
      'kit/package.json': manifest({ name: '@ronghe/kit', dependencies: { react: '19' } }),
      'kit/ui/a.tsx': 'export const a = <b />\n',
    },
    faults: [],
  },
  {
    says: 'a door of the package, or a transport named in a text, is a use',
    alone: true,
    files: { ...files, 'kit/http/index.ts': "const transport = 'fastify/log'\n" },
    faults: [],
  },
  {
    says: 'types are used by whoever uses what they describe, and by nobody else',
    alone: true,
    files: {
      'kit/package.json': manifest({
        name: '@ronghe/kit',
        dependencies: { ws: '8' },
        devDependencies: { '@types/ws': '8', '@types/a__b': '1', '@types/gone': '1' },
      }),
      'kit/http/a.ts': "import { WebSocket } from 'ws'\nimport b from '@a/b'\n",
    },
    faults: ['kit/package.json:9'],
  },
]
