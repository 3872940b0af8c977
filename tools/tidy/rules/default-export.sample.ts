import type { Sample } from '../sample.ts'

export const samples: readonly Sample[] = [
  {
    says: 'default exports, said and renamed',
    files: { 'kit/a.ts': 'export default 1\n', 'kit/b.ts': 'const b = 1\nexport { b as default }\n' },
    faults: ['kit/a.ts:1', 'kit/b.ts:2'],
  },
  {
    says: 'named exports, and the configuration of a tool',
    files: { 'kit/a.ts': 'export const a = 1\n', 'apps/web/vite.config.ts': 'export default {}\n' },
    faults: [],
  },
]
