import type { Sample } from '../sample.ts'

const contract = [
  'export const factory = defineContract({',
  "  module: 'factory',",
  "  permissions: ['factory.read'],",
  '  routes: {',
  "    machines: { method: 'GET', path: '/x', may: 'factory.read', list: { columns: ['code', 'maker'] } },",
  '  },',
  "  faults: { 'factory.code.taken': { status: 409 } },",
  '})',
  '',
].join('\n')

const words = {
  'factory.route.machines': '设备',
  'factory.column.code': '编号',
  'factory.column.maker': '厂家',
  'fault.factory.code.taken': '编号已存在',
  'permission.factory.read': '查看',
  'factory.state.running': '运行',
  'factory.count_other': '{{count}} 台',
  'edge.gone': '断开',
}

export const samples: readonly Sample[] = [
  {
    says: 'keys without words in calls, faults, templates, pages and attributes',
    files: {
      'modules/factory/i18n/zh.json': JSON.stringify(words),
      'modules/factory/web/a.tsx': [
        "t('factory.gone')",
        "t(isOpen ? 'factory.open' : 'factory.state.running')",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a sample
        't(`factory.colour.${state}`)',
        "const page = { title: 'factory.page.none' }",
        'const a = <Words k="factory.hint" />',
        '',
      ].join('\n'),
      'modules/factory/service.ts':
        "throw new Fault('factory.unknown')\nhouse.translate(locale, 'factory.none')\n",
      'apps/edge/next.ts': "const why = reason('edge.lost')\n",
    },
    faults: [
      'apps/edge/next.ts:1',
      'modules/factory/service.ts:1',
      'modules/factory/service.ts:2',
      ...[1, 2, 3, 4, 5].map((line) => `modules/factory/web/a.tsx:${line}`),
    ],
  },
  {
    says: 'a contract whose route, columns, fault and permission have no words',
    files: { 'modules/factory/contract.ts': contract },
    faults: [3, 5, 5, 5, 7].map((line) => `modules/factory/contract.ts:${line}`),
  },
  {
    says: 'all words are there',
    files: {
      'modules/factory/i18n/zh.json': JSON.stringify(words),
      'modules/factory/contract.ts': contract,
      'modules/factory/web/a.tsx': [
        "t('factory.count', { count: 2 })",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a sample
        't(`factory.state.${state}`)',
        "const page = { title: name, reason: 'no key' }",
        '',
      ].join('\n'),
      'apps/edge/next.ts': "const why = reason('edge.gone')\n",
      'modules/factory/service.test.ts': "t('factory.gone')\n",
    },
    faults: [],
  },
]
