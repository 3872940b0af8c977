import type { Sample } from '../sample.ts'

export const samples: readonly Sample[] = [
  {
    says: 'an index that is no door, a star, and a file that only passes on',
    files: {
      'modules/factory/orders/index.ts': "export { order } from './order.ts'\n",
      'engines/oee/index.ts': "export * from './attribute.ts'\n",
      'kit/db/all.ts': "export { a } from './a.ts'\nexport type { B } from './b.ts'\n",
    },
    faults: ['engines/oee/index.ts:1', 'kit/db/all.ts:1', 'modules/factory/orders/index.ts:1'],
  },
  {
    says: 'a door names what it offers',
    files: {
      'engines/oee/index.ts': "export { attribute } from './attribute.ts'\n",
      'modules/factory/web/index.ts': 'export const pages = []\n',
    },
    faults: [],
  },
]
