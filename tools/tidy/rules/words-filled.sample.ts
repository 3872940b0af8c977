import type { Sample } from '../sample.ts'

const zh = JSON.stringify({
  'factory.late': '晚 {{minutes}} 分，共 {{count}} 次',
  'fault.factory.full': '已满',
})

export const samples: readonly Sample[] = [
  {
    says: 'a blank that nobody fills, and a value that nobody reads',
    files: {
      'modules/factory/i18n/zh.json': zh,
      'modules/factory/service.ts':
        "t('factory.late', { count: 1 })\nt('factory.late')\nnew Fault('factory.full', { size: 3 })\n",
    },
    faults: [1, 2, 2, 3].map((line) => `modules/factory/service.ts:${line}`),
  },
  {
    says: 'all blanks filled, and values that are not written out',
    files: {
      'modules/factory/i18n/zh.json': zh,
      'modules/factory/service.ts': [
        "t('factory.late', { count: 1, minutes })",
        "t('factory.late', values)",
        "new Fault('factory.full')",
        "t(a ? 'fault.factory.full' : 'factory.late', { count, minutes })",
        '',
      ].join('\n'),
    },
    faults: [],
  },
]
