import { linesOfCode, manifest, room, type Sample } from '../sample.ts'

const whole = {
  'modules/market/package.json': room('market', []),
  'modules/market/README.md': '# market\n\n- M1 An order is sold once.\n',
  'modules/market/contract.ts': '',
  'modules/market/module.ts': linesOfCode(40),
  'modules/market/service.ts': '',
  'modules/market/store.ts': '',
  'modules/market/policy.ts': '',
  'modules/market/service.test.ts': '',
  'modules/market/sql/001-orders.sql': '',
  'modules/market/sql/002-quotes.sql': '',
  'modules/market/i18n/zh.json': '{}',
  'modules/market/i18n/en.json': '{}',
  'modules/market/web/index.ts': '',
}

export const samples: readonly Sample[] = [
  { says: 'a whole room', alone: true, files: whole, faults: [] },
  {
    says: 'doors for tests of neighbours and to data',
    alone: true,
    files: {
      ...whole,
      'modules/market/package.json': room('market', []).replace(
        '"./web"',
        '"./testing": "./testing.ts", "./roles": "./roles.json",\n    "./web"',
      ),
    },
    faults: [],
  },
  {
    says: 'folders by noun, and files of a store by noun',
    alone: true,
    files: {
      ...without(whole, ['service.ts', 'store.ts', 'policy.ts', 'service.test.ts']),
      'modules/market/orders/service.ts': '',
      'modules/market/orders/service.test.ts': '',
      'modules/market/orders/policy.ts': '',
      'modules/market/store/orders.ts': '',
    },
    faults: [],
  },
  {
    says: 'an empty room: its doors, then ten files',
    alone: true,
    files: {
      'modules/market/package.json': manifest({ name: '@ronghe/market', exports: { '.': './main.ts' } }),
    },
    faults: Array.from({ length: 12 }, () => 'modules/market/package.json:1'),
  },
  {
    says: 'long wiring, a number twice in sql/, a folder without its test, a page without invariants',
    alone: true,
    files: {
      ...without(whole, ['sql/002-quotes.sql']),
      'modules/market/sql/001-quotes.sql': '',
      'modules/market/module.ts': linesOfCode(41),
      'modules/market/orders/service.ts': '',
      'modules/market/README.md': '# market\n',
    },
    faults: [
      'modules/market/orders/service.ts:1',
      'modules/market/sql/001-quotes.sql:1',
      'modules/market/module.ts:41',
      'modules/market/README.md:1',
    ],
  },
]

function without(files: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).filter(([path]) => !names.some((name) => path.endsWith(`/${name}`))),
  )
}
