import type { Sample } from '../sample.ts'

export const samples: readonly Sample[] = [
  {
    says: 'folders that say nothing, each once',
    files: {
      'kit/src/a.ts': '',
      'kit/src/b.ts': '',
      'modules/factory/utils/deep/time.ts': '',
      'apps/web/dist/app.css': '',
    },
    faults: ['apps/web/dist/app.css:1', 'kit/src/a.ts:1', 'modules/factory/utils/deep/time.ts:1'],
  },
  { says: 'folders named by their content', files: { 'modules/factory/store/machines.ts': '' }, faults: [] },
]
